// What a replay draws of camera frames: every encoding, with the free floor of that very frame.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DetectStage } from '../perception/detect/detect.js';
import { detectConfig } from '../perception/detect/detect-config.js';
import { tinySize, writeTinyModel } from '../perception/model/testing/tiny-model.js';
import { decodePicture } from '../picture/decode.js';
import { openBag } from '../recording/bag.js';
import { replayBag } from '../recording/replay.js';
import { inScratch, recordAll, sampleMessage } from '../recording/testing/scratch-bag.js';
import { openSystemClock } from '../runtime/clock.js';
import { FloorWatch } from './floor-watch.js';
import { withEye } from './look.js';
import { ReplayFrames } from './replay-frames.js';
import { openVision } from './vision.js';

const { width, height } = tinySize;
const pixelCount = width * height;

/** Grey, with green floor on one side. */
function halfGreen(side: 'left' | 'right'): Uint8Array {
  const rgb = new Uint8Array(3 * pixelCount).fill(100);
  for (let i = 0; i < pixelCount; i++) {
    const isGreen = i % width < width / 2 === (side === 'left');
    if (isGreen) rgb.set([0, 100, 0], 3 * i);
  }
  return rgb;
}

/** In the middle of the left and of the right half, below all lettering but the plate at the foot. */
async function greensIn(png: Uint8Array): Promise<readonly [left: number, right: number]> {
  const picture = await decodePicture(png);
  const at = (x: number): number => picture.rgb[3 * (8 * width + x) + 1]!;
  return [at(width / 4), at((3 * width) / 4)];
}

describe('pictures of camera frames', () => {
  it('when frames of a bgr8 camera are replayed, then each shows its own free floor in green, the rest darker', async () => {
    await inScratch(async (folder) => {
      await writeTinyModel(join(folder, 'tiny'));
      const frame = (timeMs: number, rgb: Uint8Array) =>
        sampleMessage('camera/image_raw', timeMs, {
          fill: (image) =>
            Object.assign(image, { width, height, step: 3 * width, encoding: 'bgr8', data: rgb }),
        });
      // The second waits at the very moment at which what was seen in the first is published.
      await recordAll([frame(0, halfGreen('left')), frame(30, halfGreen('right'))], {
        folder: join(folder, 'bag'),
      });
      const config = detectConfig.parse({});
      const watch = new FloorWatch(await openVision(join(folder, 'tiny'), config));
      const frames = new ReplayFrames({ folder, every: 1, most: 9, floor: () => watch.last });
      const bag = await openBag(join(folder, 'bag'));
      await replayBag({
        bag,
        stages: [new DetectStage(config, watch.vision)],
        clock: openSystemClock(),
        onFault: (fault) => assert.fail(fault),
        onEnvelope: (envelope) => frames.observe(envelope),
      });
      await bag.close();
      const files = await frames.finish();
      assert.equal(files.length, 2);
      const [first, second] = await Promise.all(files.map(async (file) => greensIn(await readFile(file))));
      assert.deepEqual(
        [first, second],
        [
          [120, 80],
          [80, 120],
        ],
      );
    });
  });

  it('when one picture is looked at, then its free floor comes with what is seen', async () => {
    await inScratch(async (folder) => {
      await writeTinyModel(join(folder, 'tiny'));
      const seen = await withEye(join(folder, 'tiny'), (look) =>
        look({ width, height, rgb: halfGreen('left') }),
      );
      const { columns, rows, margins } = seen.floor!;
      assert.deepEqual([columns, rows, margins.length], [6, 4, 24]);
      assert.deepEqual([margins[0]! > 0, margins[5]! > 0], [true, false]);
    });
  });
});
