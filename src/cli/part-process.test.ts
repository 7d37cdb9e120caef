// Processes of a benchmark: what they answer is found, and none is waited for without an end.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault/fault.js';
import { PartProcess, type PartOptions } from './part-process.js';

function start(program: string, options: Partial<PartOptions> = {}): PartProcess {
  const { signal } = new AbortController();
  return new PartProcess([process.execPath, '-e', program], { profile: 'tuned', signal, ...options });
}

function failing(found: RegExp): (thrown: unknown) => boolean {
  return (thrown) =>
    thrown instanceof Fault && thrown.code === 'bench/peer-failed' && found.test(thrown.found ?? '');
}

const forEver = 'setInterval(() => undefined, 1000)';

describe('a process of a benchmark', () => {
  it('when a library logs beside its answer, then the answer is found', async () => {
    const part = start(`console.log('some log'); console.log('{"p50Us":3}'); console.log('more')`);
    assert.deepEqual(await part.answer(), { p50Us: 3 });
  });

  it('when it fails, then its last words are told', async () => {
    const part = start(`console.error('first'); console.error('no rclpy here'); process.exit(3)`);
    await assert.rejects(part.answer(), failing(/exit code 3: no rclpy here/));
  });

  it('when it is one of ours and fails, then what went wrong is told, not the step that its fault ends with', async () => {
    const part = start(`console.error('jackdaw: No rclnodejs.\\n  next:     install it'); process.exit(4)`);
    await assert.rejects(part.answer(), failing(/exit code 4: jackdaw: No rclnodejs\.$/));
  });

  it('when it ends without an answer, then that is a failure too', async () => {
    await assert.rejects(start('0').answer(), failing(/exit code 0/));
  });

  it('when it cannot be started, then that is told', async () => {
    const part = new PartProcess(['no-such-program'], {
      profile: 'tuned',
      signal: new AbortController().signal,
    });
    await assert.rejects(part.answer(), failing(/ENOENT/));
    await part.close();
  });

  it('when it never answers, then it is given up at its deadline', async () => {
    await assert.rejects(start(forEver, { deadlineMs: 200 }).answer(), failing(/nothing within 0.2 s/));
  });

  it('when the benchmark is aborted, then it ends', async () => {
    const controller = new AbortController();
    const part = start(forEver, { signal: controller.signal });
    const answer = part.answer();
    controller.abort();
    await assert.rejects(answer, { name: 'AbortError' });
    await part.close();
  });

  it('when it does not listen to SIGTERM, then closing ends it all the same', async () => {
    const part = start(`process.on('SIGTERM', () => undefined); ${forEver}`);
    await sleep(500);
    await part.close();
    assert.throws(() => process.kill(part.pid, 0), { code: 'ESRCH' });
  }).timeout(10_000);
});
