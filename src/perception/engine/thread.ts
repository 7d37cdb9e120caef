// The thread that runs the network: opens the session, runs once to warm up, and serves.
import { parentPort, workerData } from 'node:worker_threads';
import { toFault } from '../../fault/fault.js';
import type { StartMessage, ThreadData } from './channel.js';
import { serveRuns } from './serve.js';
import { openSession, type Session } from './session.js';

const data = workerData as ThreadData;
const session = await openOrRefuse();
if (session !== undefined) {
  parentPort?.postMessage('ready' satisfies StartMessage);
  await serveRuns(data.channel, () => session.run());
  await session.close();
}

async function openOrRefuse(): Promise<Session | undefined> {
  try {
    const opened = await openSession(data);
    await opened.run();
    return opened;
  } catch (thrown) {
    const { code, what, found, expected, next } = toFault(thrown, 'engine/failed', {
      what: 'The inference engine refuses the network.',
      next: 'Check the model with `npx jackdaw models check`.',
    });
    parentPort?.postMessage({ code, details: { what, found, expected, next } } satisfies StartMessage);
    return undefined;
  }
}
