// What a training says of its end: finished, stopped, or ended by force.
import assert from 'node:assert/strict';
import { describeTraining, forcedEnd } from './run-training.js';
import { openTrainStatus } from './train-status.js';

const report = {
  ...{ learner: 'wasm', steps: 625, step: 320, begun: true, finished: false, imagesPerSecond: 4 },
  validatedOn: 'validation' as const,
  validation: undefined,
  best: undefined,
};
const flags = { data: 'data/mine', out: 'runs/mine' };

describe('the end of a training', () => {
  it('when it is forced, then the last word says what was saved and how to go on', () => {
    assert.match(forcedEnd(undefined, flags), /before anything was saved: give the same command again/);
    assert.match(forcedEnd({ step: 0, steps: 625 }, flags), /Saved: nothing yet\. .*--resume/);
    assert.match(
      forcedEnd({ step: 320, steps: 625 }, flags),
      /Saved: step 320 of 625\. Go on: npx jackdaw train --resume --data data\/mine --out runs\/mine$/,
    );
  });

  it('when it is asked what is saved, then that is the last checkpoint, or the one that it goes on from', () => {
    const status = openTrainStatus();
    assert.equal(status.saved(), undefined);
    const begin = { learner: 'wasm', images: 9, unlabelled: [], unseen: [], isAnew: false };
    const stderr = process.stderr.write.bind(process.stderr);
    process.stderr.write = () => true;
    status.ways.onBegin?.({ ...begin, step: 100, steps: 625 });
    process.stderr.write = stderr;
    assert.deepEqual(status.saved(), { step: 100, steps: 625 });
    status.ways.onSave?.(160);
    assert.deepEqual(status.saved(), { step: 160, steps: 625 });
    status.stop();
  });

  it('when it was judged by what it learned, then that is not called validation', () => {
    const validation = { kind: 'validation' as const, step: 320, images: 640, map50: 0.9 };
    const told = (validatedOn: 'validation' | 'train'): string =>
      describeTraining({ ...report, validation, validatedOn }, 'runs/mine').join('\n');
    assert.match(told('validation'), /^validation: mAP@0\.5 0\.900/m);
    assert.match(told('train'), /^on pictures that it learned: mAP@0\.5 0\.900/m);
    assert.doesNotMatch(told('train'), /validation/);
  });

  it('when it was clearly better before, then that is said, with the pictures it had seen then', () => {
    const at = (step: number, map50: number) => ({
      kind: 'validation' as const,
      step,
      images: 8 * step,
      map50,
    });
    const told = (best: number, last: number): string =>
      describeTraining({ ...report, best: at(100, best), validation: at(320, last) }, 'runs/mine').join('\n');
    assert.match(told(0.4, 0.3), /better at step 100: mAP@0\.5 0\.400.*--images 800/);
    assert.doesNotMatch(told(0.4, 0.39), /better/);
  });

  it('when it was best before its first step, then the model that it started from is named, and no end at 0 pictures', () => {
    const at = (step: number, map50: number) => ({ kind: 'validation' as const, step, images: step, map50 });
    const told = describeTraining(
      { ...report, best: at(0, 0.6), validation: at(320, 0.4) },
      'runs/mine',
    ).join('\n');
    assert.match(told, /The model that it started from is better .*0\.600\. Keep that one/);
    assert.doesNotMatch(told, /--images/);
  });

  it('when the last judgement is of an earlier step, then its step is said', () => {
    const validation = { kind: 'validation' as const, step: 0, images: 0, map50: 0.635 };
    const told = describeTraining({ ...report, step: 33, validation }, 'runs/mine').join('\n');
    assert.match(told, /^validation at step 0: mAP@0\.5 0\.635/m);
  });

  it('when it stopped, then weights are named if there are any', () => {
    assert.match(describeTraining(report, 'runs/mine').join('\n'), /stopped at step 320 of 625.*\nweights: /);
    assert.doesNotMatch(describeTraining({ ...report, step: 0 }, 'runs/mine').join('\n'), /weights/);
    const unbegun = describeTraining({ ...report, step: 0, begun: false }, 'runs/mine');
    assert.match(unbegun.join('\n'), /^stopped while the pictures were loaded.*again$/);
  });
});
