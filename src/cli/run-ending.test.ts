// What a run says of a recording that is slow to close, or is not closed at all.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forcedEnd, tellWhileClosing } from './run-ending.js';

describe('the end of a run', () => {
  it('when it is forced, then it says how the recording is made whole; where there is none, not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ending-'));
    assert.match(forcedEnd(folder), /not closed.*jackdaw bag recover .*ending-/);
    rmSync(folder, { recursive: true });
    for (const none of [undefined, folder]) assert.doesNotMatch(forcedEnd(none), /bag recover/);
  });

  it('when the disk takes long, then that is said once; when it does not, nothing is', async () => {
    const said: string[] = [];
    const say = (line: string): number => said.push(line);
    const [slow, quick] = [new AbortController(), new AbortController()];
    const ways = [slow, quick].map(({ signal }, i) => tellWhileClosing(signal, `rec${i}`, say));
    quick.abort();
    slow.abort();
    await sleep(100);
    ways[1]!.stop();
    await sleep(1300);
    assert.deepEqual(said, ['\nThe disk still takes the end of rec0.']);
    ways[0]!.stop();
  });
});
