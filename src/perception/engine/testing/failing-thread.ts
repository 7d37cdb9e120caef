// An engine thread that fails in the way the last byte of its network says, after one good run; everything else is the real one.
import { parentPort, workerData } from 'node:worker_threads';
import { place, type ThreadData } from '../channel.js';
import { serveRuns } from '../serve.js';
import { openSession } from '../session.js';
import { failures } from './failing-thread-kinds.js';

const data = workerData as ThreadData;
const failure = failures[data.network.at(-1)!]!;
const session = await openSession({ ...data, network: data.network.slice(0, -1) });
if (failure === 'never starts') process.exit(3);
parentPort?.postMessage('ready');
let runs = 0;
await serveRuns(data.channel, async () => {
  await session.run();
  if (runs++ === 0) return;
  if (failure === 'exits') process.exit(7);
  if (failure === 'throws') throw new Error('the session broke');
  // Sleeping is what a native call that never returns looks like; no JavaScript runs.
  if (failure === 'sleeps')
    Atomics.wait(data.channel.control, place.beat, Atomics.load(data.channel.control, place.beat), 5000);
  while (failure === 'hangs');
});
