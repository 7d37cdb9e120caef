// What is answered to whoever sets a live parameter.
import assert from 'node:assert/strict';
import { LONGEST_MS } from './testing/news.js';
import { askClient, endAll, startNode } from './testing/processes.js';

interface Answer {
  readonly successful: boolean;
  readonly reason: string;
}

describe('parameters of a node', function () {
  this.timeout(LONGEST_MS);
  afterEach(endAll);

  it('when a live parameter is set to what it cannot be, then the reason is said, and the next good value holds', async () => {
    await startNode(['guard']);
    const wrong = [
      ['guard.rimM', 'None', /^guard\.rimM: found no value.*expected a number.*stays 0\.13/],
      ['guard.rimM', "'x'", /^guard\.rimM: found "x", a string; expected a number/],
      ['guard.rimM', '[1, 2]', /^guard\.rimM: found \[1,2\], a list of whole numbers; expected a number/],
      ['guard.rimM', 'nan', /^parameter guard\.rimM: found NaN/],
      ['guard.rimM', '-1.0', /^parameter guard\.rimM: found -1\./],
      ['guard.rim', '0.2', /^There is no parameter guard\.rim here; did you mean guard\.rimM/],
      ['guard.baseFrame', "'laser'", /^guard\.baseFrame is for the start/],
    ] as const;
    const asked = wrong.flatMap(([name, value]) => [name, value]);
    const answers = await askClient<Answer[]>('set', 'guard', ...asked, 'guard.rimM', '0.2');
    wrong.forEach(([, , reason], i) => {
      assert.equal(answers[i]!.successful, false);
      assert.match(answers[i]!.reason, reason);
    });
    assert.deepEqual(answers.at(-1), { successful: true, reason: '' });
  });
});
