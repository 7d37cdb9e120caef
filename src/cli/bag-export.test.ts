// Pictures out of other people's bags: which topic, which frames, and whether their labels find the way back.
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDataset } from '../dataset/build/build.js';
import { openDataset } from '../dataset/open.js';
import { encodeJpeg } from '../picture/encode.js';
import { inScratch, recordAll, sampleMessage } from '../recording/testing/scratch-bag.js';
import type { RecordedMessage } from '../recording/recording.js';
import { typed } from './testing/typed.js';

const [width, height] = [16, 12];

async function framesOn(name: string, timesMs: readonly number[]): Promise<RecordedMessage[]> {
  const jpegs = timesMs.map((timeMs) =>
    encodeJpeg(
      Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * (timeMs + 1)) % 251),
      width,
      height,
      90,
    ),
  );
  return (await Promise.all(jpegs)).map((data, i) => {
    const message = sampleMessage('camera/image_raw/compressed', timesMs[i]!, {
      fill: (image) => (image.data = data),
    });
    return { ...message, topic: { ...message.topic, name } };
  });
}

describe('jackdaw bag export --images', () => {
  it('when the folder cannot be made, then that is a Fault of the machine', async () => {
    await inScratch(async (folder) => {
      const bag = join(folder, 'bag');
      await recordAll(await framesOn('/front/image_raw/compressed', [0]), { folder: bag });
      await writeFile(join(folder, 'file'), '');
      for (const flag of ['--images', '--image-topic /front/image_raw/compressed --images', '--scans']) {
        const { fault } = await typed('bag', 'export', bag, ...flag.split(' '), join(folder, 'file', 'out'));
        assert.equal(fault?.code, flag === '--scans' ? 'bag/unreadable' : 'cli/output', flag);
      }
    });
  });

  it('when the bag has one image topic of another name, then it is taken and said', async () => {
    await inScratch(async (folder) => {
      await recordAll(await framesOn('/front/image_raw/compressed', [0, 65]), {
        folder: join(folder, 'bag'),
      });
      const out = join(folder, 'pictures');
      const { fault, out: said, err } = await typed('bag', 'export', join(folder, 'bag'), '--images', out);
      assert.equal(fault, undefined);
      assert.match(said, /2 pictures$/m);
      assert.equal(err, 'Pictures of /front/image_raw/compressed are taken.\n');
      assert.deepEqual(await readdir(out), ['bag-000000.jpg', 'bag-000001.jpg', 'times.csv']);
    });
  });

  it('when it has several, then the one that dataset build takes is taken, and how to choose is said', async () => {
    await inScratch(async (folder) => {
      const bag = join(folder, 'bag');
      const rear = await framesOn('/rear/image', [0]);
      await recordAll([...rear, ...(await framesOn('/r1/camera/image_raw/compressed', [1, 66]))], {
        folder: bag,
      });
      const first = await typed('bag', 'export', bag, '--images', join(folder, 'a'));
      assert.match(first.out, /2 pictures/);
      assert.match(
        first.err,
        /^Pictures of \/r1\/camera.*also has \/rear\/image: .* --image-topic \/rear\/image$/m,
      );
      const other = await typed(
        'bag',
        'export',
        bag,
        '--images',
        join(folder, 'b'),
        '--image-topic',
        '/rear/image',
      );
      assert.match(other.out, /1 pictures/);
      assert.equal(other.err, '');
    });
  });

  it('when what is asked for is not there or not meant, then the next step is said', async () => {
    await inScratch(async (folder) => {
      const bag = join(folder, 'bag');
      await recordAll([sampleMessage('scan', 0), ...(await framesOn('/front', [1]))], { folder: bag });
      const images = ['--images', join(folder, 'a')];
      const wrong = await typed('bag', 'export', bag, ...images, '--image-topic', '/none');
      assert.deepEqual([wrong.fault?.code, wrong.fault?.next], ['bag/unreadable', 'Choose /front.']);
      const topic = await typed('bag', 'export', bag, ...images, '--topic', '/front');
      assert.deepEqual([topic.fault?.code, topic.fault?.next], ['cli/usage', 'Give --image-topic /front']);
      const stray = await typed('bag', 'export', bag, '--scans', join(folder, 'a.csv'), '--every', '100');
      assert.deepEqual([stray.fault?.code, stray.fault?.next], ['cli/usage', 'Give --images FOLDER too.']);
    });
  });

  it('when only every so many milliseconds are exported and labelled, then dataset build uses each of them', async () => {
    await inScratch(async (folder) => {
      const bag = join(folder, 'bag');
      const timesMs = [0, 65, 130, 195, 260, 325, 390, 455, 520];
      await recordAll(await framesOn('/front/image_raw/compressed', timesMs), { folder: bag });
      const pictures = join(folder, 'pictures');
      const { out } = await typed('bag', 'export', bag, '--images', pictures, '--every', '250');
      assert.match(out, /3 pictures, 6 nearer in time left out$/m);
      const files = (await readdir(pictures)).filter((name) => name.endsWith('.jpg'));
      assert.deepEqual(files, ['bag-000000.jpg', 'bag-000004.jpg', 'bag-000008.jpg']);
      const coco = join(folder, 'coco.json');
      const images = files.map((file_name, id) => ({ id, file_name, width, height }));
      const boxes = images.map(({ id }) => ({ id, image_id: id, category_id: 1, bbox: [1, 1, 8, 8] }));
      const categories = [{ id: 1, name: 'box' }];
      await writeFile(coco, JSON.stringify({ images, annotations: boxes, categories }));
      const built = join(folder, 'built');
      await buildDataset({
        from: [bag],
        out: built,
        rules: {
          classes: ['box'],
          shares: { train: 1, validation: 0, test: 0 },
          salt: 'test',
          everyMs: 250,
          hashBits: 0,
        },
        cocoFiles: [coco],
      });
      const samples = await (await openDataset(built)).readSamples('train');
      assert.deepEqual(
        samples.map(({ image }) => Number(image.stamp) / 1e6).sort((a, b) => a - b),
        [0, 260, 520],
      );
    });
  });
});
