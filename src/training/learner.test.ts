// Both learners keep the promise of the port, agree with each other, and a missing one says how to get it.
import assert from 'node:assert/strict';
import { isNativeThere, openNative } from './learners/native.js';
import { openWasm } from './learners/wasm.js';
import { descend, drawSample, everyLayer, itIsALearner } from './testing/learner-contract.js';

describe('the learner on WebAssembly', () => {
  itIsALearner(openWasm);

  it('when it descends, then it keeps no memory of it', async () => {
    const { memory } = await import('@tensorflow/tfjs-core');
    const learner = await openWasm(everyLayer);
    const sample = drawSample(everyLayer, 5);
    descend(learner, sample);
    const { numTensors } = memory();
    descend(learner, sample);
    learner.predict(sample.pictures);
    assert.equal(memory().numTensors, numTensors);
    learner.close();
  });

  it('when it descends twice over the same, then not one bit differs', async () => {
    const learner = await openWasm(everyLayer);
    const sample = drawSample(everyLayer, 6);
    assert.deepEqual(descend(learner, sample).gradient, descend(learner, sample).gradient);
    learner.close();
  });
});

describe('the native learner', () => {
  if (!isNativeThere()) {
    it('when it is not set up, then a fault names the command that does it', async () => {
      await assert.rejects(() => openNative(everyLayer), {
        code: 'training/learner-missing',
        message: /npm run setup:tfjs-node/,
      });
    });
    return;
  }
  itIsALearner(openNative);

  it('when both learners descend from the same place, then they agree', async () => {
    const sample = drawSample(everyLayer, 7);
    const native = await openNative(everyLayer);
    const theirs = descend(native, sample).gradient;
    native.close();
    const wasm = await openWasm(everyLayer);
    const ours = descend(wasm, sample).gradient;
    wasm.close();
    const length = Math.hypot(...ours);
    ours.forEach((value, i) =>
      assert.ok(Math.abs(value - theirs[i]!) < 1e-4 * length, `${i}: ${value}, ${theirs[i]}`),
    );
  });
});
