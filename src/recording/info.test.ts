// What info and export say about a bag.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeJpeg } from '../picture/encode.js';
import { openBag } from './bag.js';
import { exportImages, exportScans } from './export.js';
import { describeBag } from './info.js';
import { inScratch, recordAll, sampleMessage } from './testing/scratch-bag.js';

describe('bag info', () => {
  it('when a topic pauses and skips numbers, then its rate holds and the gap and the lost are told', async () => {
    await inScratch(async (folder) => {
      const timesMs = [0, 100, 200, 300, 1500, 1600, 1700];
      const scans = timesMs.map((timeMs, i) =>
        sampleMessage('scan', timeMs, { sequence: i < 4 ? i : i + 11 }),
      );
      await recordAll(scans, { folder: join(folder, 'bag') });
      const bag = await openBag(join(folder, 'bag'));
      const info = await describeBag(bag);
      await bag.close();
      assert.equal(info.messages, 7);
      assert.equal(info.durationSeconds, 1.7);
      const [scan] = info.topics;
      assert.equal(scan?.rateHz?.toFixed(9), '10.000000000');
      assert.equal(scan?.longestGapSeconds, 1.2);
      assert.equal(scan?.longestGapAt, 300_000_000n);
      assert.deepEqual([scan?.gaps, scan?.lost], [1, 11]);
    });
  });
});

describe('the rate of a topic', () => {
  it('when a loaded machine recorded it in bursts, then it is the mean, and stalls are gaps', async () => {
    await inScratch(async (folder) => {
      // 50 Hz on average: ten messages at once every 200 ms, and one stall.
      const bursts = Array.from({ length: 200 }, (_, i) => Math.floor(i / 10) * 200 + (i % 10));
      const timesMs = bursts.map((timeMs) => (timeMs >= 2000 ? timeMs + 400 : timeMs));
      const imu = timesMs.map((timeMs, sequence) => sampleMessage('imu', timeMs, { sequence }));
      await recordAll(imu, { folder: join(folder, 'bag') });
      const bag = await openBag(join(folder, 'bag'));
      const [topic] = (await describeBag(bag)).topics;
      await bag.close();
      const rateHz = topic?.rateHz ?? 0;
      assert.ok(rateHz > 40 && rateHz < 55, `${rateHz}`);
      assert.equal(topic?.medianPeriodSeconds, 0.001);
      assert.equal(topic.gaps, 19);
    });
  });
});

describe('bag export', () => {
  it('when scans are exported, then the header says what each column is and no return is inf', async () => {
    await inScratch(async (folder) => {
      const scans = [
        sampleMessage('scan', 100, {
          fill(scan) {
            scan.header.frame_id = 'laser';
            scan.ranges = Float32Array.of(0.1, Infinity, NaN, -Infinity);
          },
        }),
        sampleMessage('scan', 200, { fill: (scan) => (scan.ranges = Float32Array.of(2)) }),
      ];
      await recordAll(scans, { folder: join(folder, 'bag') });
      const bag = await openBag(join(folder, 'bag'));
      const out = join(folder, 'scans.csv');
      assert.deepEqual(await exportScans(bag, '/scan', out), { written: 2, skipped: 0 });
      const [header, first, second] = (await readFile(out, 'utf8')).trimEnd().split('\n');
      assert.match(
        header ?? '',
        /^log_time_ns,stamp_ns,frame_id,angle_min_rad,.*,beams,range_0_m,range_1_m,range_2_m,range_3_m$/,
      );
      assert.match(first ?? '', /^100000000,100000000,laser,.*,4,0\.100000001,inf,nan,-inf$/);
      assert.match(second ?? '', /,1,2,,,$/);
      await assert.rejects(exportScans(bag, '/scan', out), { code: 'bag/exists' });
      await assert.rejects(exportScans(bag, '/none', join(folder, 'x.csv')), {
        code: 'bag/unreadable',
        next: 'Choose /scan.',
      });
      await assert.rejects(exportImages(bag, '/none', join(folder, 'x')), {
        code: 'bag/unreadable',
        next: /^This bag has none of type sensor_msgs.msg.CompressedImage or/,
      });
      await assert.rejects(exportImages(bag, '/scan', join(folder, 'x')), {
        code: 'bag/unsupported',
        found: 'sensor_msgs/msg/LaserScan',
      });
      assert.deepEqual((await readdir(folder)).sort(), ['bag', 'scans.csv']);
      await bag.close();
    });
  });

  it('when pictures are exported, then compressed ones keep their bytes, raw ones become PNG, broken ones are counted', async () => {
    await inScratch(async (folder) => {
      const jpeg = await encodeJpeg(new Uint8Array(48), 4, 4, 90);
      const compressed = (data: Uint8Array, timeMs: number) =>
        sampleMessage('camera/image_raw/compressed', timeMs, { fill: (image) => (image.data = data) });
      const raw = sampleMessage('camera/image_raw', 5, {
        fill: (image) =>
          Object.assign(image, {
            width: 2,
            height: 1,
            step: 6,
            encoding: 'bgr8',
            data: Uint8Array.of(1, 2, 3, 4, 5, 6),
          }),
      });
      await recordAll([compressed(jpeg, 1), compressed(Uint8Array.of(7), 2), raw], {
        folder: join(folder, 'bag'),
      });
      const bag = await openBag(join(folder, 'bag'));
      const out = join(folder, 'pictures');
      assert.deepEqual(await exportImages(bag, '/camera/image_raw/compressed', out), {
        written: 1,
        skipped: 1,
        passed: 0,
      });
      assert.deepEqual(await readdir(out), ['bag-000000.jpg', 'times.csv']);
      assert.equal(Buffer.compare(await readFile(join(out, 'bag-000000.jpg')), jpeg), 0);
      assert.match(
        await readFile(join(out, 'times.csv'), 'utf8'),
        /^file,log_time_ns,stamp_ns,frame_id\nbag-000000\.jpg,1000000,1000000,\n$/,
      );
      await exportImages(bag, '/camera/image_raw', join(folder, 'raw'));
      const { decodePicture } = await import('../picture/decode.js');
      const { rgb } = await decodePicture(await readFile(join(folder, 'raw', 'bag-000000.png')));
      assert.deepEqual([...rgb], [3, 2, 1, 6, 5, 4]);
      await bag.close();
    });
  });

  it('when only every so many milliseconds are wanted, then files keep the numbers of their frames, broken ones counted', async () => {
    await inScratch(async (folder) => {
      const jpeg = await encodeJpeg(new Uint8Array(48), 4, 4, 90);
      const frames = [0, 65, 130, 195, 260, 325, 390].map((timeMs) =>
        sampleMessage('camera/image_raw/compressed', timeMs, {
          fill: (image) => (image.data = timeMs === 65 ? Uint8Array.of(7) : jpeg),
        }),
      );
      await recordAll(frames, { folder: join(folder, 'bag') });
      const bag = await openBag(join(folder, 'bag'));
      const topic = '/camera/image_raw/compressed';
      const out = join(folder, 'pictures');
      assert.deepEqual(await exportImages(bag, topic, out, { everyMs: 150 }), {
        written: 3,
        skipped: 1,
        passed: 3,
      });
      assert.deepEqual(await readdir(out), [
        'bag-000000.jpg',
        'bag-000003.jpg',
        'bag-000006.jpg',
        'times.csv',
      ]);
      await bag.close();
    });
  });
});
