// What labels leave out comes from the model: floors where they are missing, surfaces only where nobody named any.
import assert from 'node:assert/strict';
import { FULL_FLOOR, type Example } from './labels.js';
import type { Heads, Learner } from './learner.js';
import { everyLayer } from './testing/learner-contract.js';
import { checkFloorIsTaught, quietHeads, teach, unlabelled } from './teach.js';

const { width, height } = everyLayer.input;
const cells = (width / everyLayer.stride) * (height / everyLayer.stride);

function example(id: number, free: Uint8Array | undefined, surface: number): Example {
  return { id, room: 'black', pixels: new Uint8Array(3 * width * height), boxes: [], free, surface };
}

/** Free in the first cell, not in the second, unsure elsewhere; sure of the third surface, or of none. */
function knowing(surfaces: readonly number[]): Learner {
  return {
    predict(pictures: Float32Array): Heads {
      const count = pictures.length / (3 * width * height);
      const free = new Float32Array(count * cells);
      for (let i = 0; i < count; i++) free.set([20, -20], i * cells);
      return {
        free,
        heat: new Float32Array(),
        box: new Float32Array(),
        surface: Float32Array.from({ length: 3 * count }, (_, i) => surfaces[i % 3]!),
      };
    },
  } as Learner;
}

const options = {
  ...{ network: everyLayer, batch: 2, surfaceThreshold: 0.6, knows: quietHeads },
  pause: async () => undefined,
};

describe('what a dataset does not say', () => {
  const floor = new Uint8Array((width / 2) * (height / 2)).fill(7);

  it('when nothing is labelled, then the heads are named', () => {
    assert.deepEqual(unlabelled([example(1, undefined, -1), example(2, undefined, -1)]), ['free', 'surface']);
    assert.deepEqual(unlabelled([example(1, floor, -1), example(2, undefined, 0)]), []);
  });

  it('when floor is missing, then it is what the model says of it, and what is labelled stays', async () => {
    const given = [example(1, undefined, 1), example(2, floor, -1), example(3, undefined, -1)];
    const [first, second, third] = await teach(knowing([0, 0, 9]), given, options);
    const row = width / 2;
    assert.deepEqual([...first!.free!.subarray(0, 4)], [FULL_FLOOR, FULL_FLOOR, 0, 0]);
    assert.deepEqual(
      [...first!.free!.subarray(row, row + 5)],
      [FULL_FLOOR, FULL_FLOOR, 0, 0, FULL_FLOOR / 2],
    );
    assert.deepEqual(third!.free, first!.free);
    assert.equal(second!.free, floor);
    assert.deepEqual(
      [first!.surface, second!.surface],
      [1, -1],
      'an unknown surface among known ones is meant',
    );
  });

  it('when no surface is labelled, then it is what the model is sure of', async () => {
    const given = [example(1, undefined, -1), example(2, undefined, -1), example(3, undefined, -1)];
    const sure = await teach(knowing([0, 0, 9]), given, options);
    assert.deepEqual(
      sure.map(({ surface }) => surface),
      [2, 2, 2],
    );
    const unsure = await teach(knowing([0, 0.1, 0]), given, options);
    assert.deepEqual(
      unsure.map(({ surface }) => surface),
      [-1, -1, -1],
    );
  });

  it('when the model is not whole before a head, then nothing is learned from that head', async () => {
    const given = [example(1, undefined, -1)];
    const [only] = await teach(knowing([0, 0, 9]), given, { ...options, knows: ['surface'] });
    assert.deepEqual([only!.free, only!.surface], [undefined, 2]);
    assert.equal(await teach(knowing([0, 0, 9]), given, { ...options, knows: [] }), given);
  });

  it('when nobody teaches the floor, then training is refused, unless it is not asked for', () => {
    assert.throws(() => checkFloorIsTaught('data', false, 1), {
      code: 'training/no-data',
      message: /--from/,
    });
    checkFloorIsTaught('data', true, 1);
    checkFloorIsTaught('data', false, 0);
  });
});
