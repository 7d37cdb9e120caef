// Signals to a process of its own: one or two end it in order, a third at once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const module = fileURLToPath(new URL('signals.ts', import.meta.url));
/** Says when it can be told and when it closes; closes so long, gives the signals back, and goes on for as long. */
const program = (closeMs: number): string => `
  import { abortOnSignals } from ${JSON.stringify(module)};
  const wait = () => new Promise((resolve) => setTimeout(resolve, ${closeMs}));
  const { signal, stop } = abortOnSignals(undefined, () => console.log('last word'));
  const waiting = setInterval(() => {}, 1000);
  signal.addEventListener('abort', async () => {
    console.log('closing');
    await wait();
    stop();
    clearInterval(waiting);
    console.log('closed');
    await wait();
  });
  console.log('ready');
`;

/** `when`: after which words which signals come. What else it says goes to `said`. */
async function exitOf(
  closeMs: number,
  when: Readonly<Record<string, readonly NodeJS.Signals[]>>,
  said: string[] = [],
): Promise<unknown> {
  const args = ['--import', 'tsx', '--input-type=module', '-e', program(closeMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    said.push(line);
    for (const signal of when[line] ?? []) {
      child.kill(signal);
      await sleep(30);
    }
  }
  return (await exit) as unknown;
}

describe('signals', function () {
  this.timeout(20_000);

  it('when SIGINT comes twice while it closes, or SIGTERM after it, then it closes in order', async () => {
    assert.deepEqual(await exitOf(300, { ready: ['SIGINT', 'SIGINT'] }), [0, null]);
    assert.deepEqual(await exitOf(300, { ready: ['SIGINT'], closing: ['SIGTERM'] }), [0, null]);
  });

  it('when the second comes after it gave the signals back, then that does not kill it', async () => {
    assert.deepEqual(await exitOf(100, { ready: ['SIGINT'], closed: ['SIGINT'] }), [0, null]);
  });

  it('when a third comes, then it ends at once, with a last word', async () => {
    const said: string[] = [];
    assert.deepEqual(await exitOf(1500, { ready: ['SIGINT', 'SIGINT', 'SIGINT'] }, said), [130, null]);
    assert.deepEqual(said, ['ready', 'closing', 'last word']);
  });

  it('when a third comes after it gave the signals back, then all was said before', async () => {
    const said: string[] = [];
    assert.deepEqual(await exitOf(100, { ready: ['SIGINT'], closed: ['SIGINT', 'SIGINT'] }, said), [
      130,
      null,
    ]);
    assert.deepEqual(said, ['ready', 'closing', 'closed']);
  });

  it('when it does not close, then it is ended, with a last word', async () => {
    const said: string[] = [];
    assert.deepEqual(await exitOf(10_000, { ready: ['SIGINT'] }, said), [130, null]);
    assert.deepEqual(said, ['ready', 'closing', 'last word']);
  });
});
