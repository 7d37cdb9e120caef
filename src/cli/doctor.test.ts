// What doctor looks at.
import assert from 'node:assert/strict';
import { isNativeThere } from '../training/learners/native.js';
import { typed } from './testing/typed.js';

describe('jackdaw doctor', function () {
  this.timeout(60_000);

  it('when tfjs-node is set up or not, then it says so, and how to get it', async () => {
    const { out } = await typed('doctor', '--json');
    const { findings } = JSON.parse(out) as { findings: { check: string; result: string; mend?: string }[] };
    const training = findings.find(({ check }) => check === 'training');
    assert.equal(training?.result, isNativeThere() ? 'ok' : 'missing');
    if (!isNativeThere()) assert.match(training?.mend ?? '', /npm run setup:tfjs-node/);
  });
});
