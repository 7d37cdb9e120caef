// The in-process transport keeps the contract of all transports.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describeTransport } from './testing/transport-contract.js';
import { Hub } from './in-process.js';
import { openTransport } from './transport.js';

let hub = new Hub();

describeTransport('in-process', {
  fresh: () => void (hub = new Hub()),
  open: (options) => openTransport({ kind: 'in-process', hub, ...options }),
  settle: async () => void (await nextTurn()),
});
