// Replays of other people's bags: topics of other names, and pictures that are not drawn.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toDetections } from '../perception/detect/detect-messages.js';
import { loadModel } from '../perception/model/model.js';
import { tinySize, writeTinyModel } from '../perception/model/testing/tiny-model.js';
import { decodePicture } from '../picture/decode.js';
import { encodePng } from '../picture/encode.js';
import { openBag } from '../recording/bag.js';
import { inScratch, recordAll, sampleMessage } from '../recording/testing/scratch-bag.js';
import type { RecordedMessage } from '../recording/recording.js';
import { isExplained } from './replay-models.js';
import { remapNames } from './replay-remap.js';
import { typed, type Typed } from './testing/typed.js';

const { width, height } = tinySize;
const [green, grey] = [
  [0, 100, 0],
  [100, 100, 100],
] as const;
const camera = 'camera/image_raw/compressed';

/** Two frames of one colour: on green the model sees free floor, on grey none. */
async function framesOn(name: string, colour: readonly number[]): Promise<RecordedMessage[]> {
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => colour[i % 3]!);
  const data = await encodePng(rgb, width, height);
  return [0, 100].map((timeMs) => {
    const message = sampleMessage(camera, timeMs, { fill: (image) => (image.data = data) });
    return { ...message, topic: { ...message.topic, name } };
  });
}

function scanOn(name: string, timeMs: number): RecordedMessage {
  const message = sampleMessage('scan', timeMs, { fill: (scan) => (scan.ranges = Float32Array.of(1, 1, 1)) });
  return { ...message, topic: { ...message.topic, name } };
}

interface Replayed extends Typed {
  /** Of the first picture, a pixel that nothing is drawn over; undefined if there is none. */
  readonly pixel: readonly number[] | undefined;
}

/** In a scratch folder with the bag, by the tiny model; drawn into pictures. */
async function replayed(messages: readonly RecordedMessage[], ...flags: string[]): Promise<Replayed> {
  return inScratch(async (folder) => {
    await writeTinyModel(join(folder, 'tiny'));
    await recordAll([...messages].sort(byTime), { folder: join(folder, 'bag') });
    const model = flags.includes('detect') ? ['--model', join(folder, 'tiny')] : [];
    const drawn = ['--render', join(folder, 'pictures')];
    const said = await typed('replay', join(folder, 'bag'), ...model, ...drawn, ...flags);
    const first = join(folder, 'pictures', 'camera-0001.png');
    if (!existsSync(first)) return { ...said, pixel: undefined };
    const { rgb } = await decodePicture(await readFile(first));
    return { ...said, pixel: [...rgb.subarray(3 * width * 4, 3 * width * 4 + 3)] };
  });
}

function byTime(a: RecordedMessage, b: RecordedMessage): number {
  return Number(a.logTime - b.logTime);
}

const detect = ['--stages', 'detect'];
const tintedGreen = [0, 120, 0];
const dimmedGrey = [80, 80, 80];

describe('two models, or the pictures before and after JPEG', () => {
  it('when the model is another, then all may differ; by the same one compressed pictures explain a quarter', () => {
    const compared = (apartBy: 'model' | 'pictures', otherThings: number): boolean =>
      isExplained({
        ...{ apartBy, recordedBy: 'a', replayedBy: 'b', pictures: 100, otherThings, otherSurface: 0 },
        things: { recorded: 0, replayed: 0 },
      });
    assert.deepEqual(
      [compared('model', 100), compared('pictures', 25), compared('pictures', 26)],
      [true, true, false],
    );
  });
});

describe('jackdaw replay of another robot', function () {
  this.timeout(60_000);

  it('when its one image topic has another name, then it is taken and said', async () => {
    const { code, out, fault, pixel } = await replayed(await framesOn('/front/image', green), ...detect);
    assert.equal(fault, undefined);
    assert.equal(code, 0, out);
    assert.match(
      out,
      /^The recording has no camera\/image_raw: \/front\/image is taken for it, as --remap \/front\/image:=camera\/image_raw\/compressed would\.$/m,
    );
    assert.match(out, /2 pictures, the first/);
    assert.deepEqual(pixel, tintedGreen);
  });

  it('when it has several, then the first is taken, the others are said, and --remap takes another', async () => {
    const frames = [...(await framesOn('/front/image', green)), ...(await framesOn('/rear/image', grey))];
    const first = await replayed(frames, ...detect);
    assert.match(first.out, /\/front\/image is taken for it.* The recording also has \/rear\/image\.$/m);
    assert.deepEqual(first.pixel, tintedGreen);
    const rear = await replayed(frames, ...detect, '--remap', `rear/image:=/${camera}`);
    assert.doesNotMatch(rear.out, /taken for it/);
    assert.deepEqual(rear.pixel, dimmedGrey);
  });

  it('when something is remapped to a topic that was recorded, then it stands in its place', async () => {
    const frames = [...(await framesOn(`/${camera}`, green)), ...(await framesOn('/rear/image', grey))];
    assert.deepEqual((await replayed(frames, ...detect)).pixel, tintedGreen);
    const rear = await replayed(frames, ...detect, '--remap', `/rear/image:=${camera}`);
    assert.match(rear.out, /^\/camera\/image_raw\/compressed of the recording is left out/m);
    assert.deepEqual(rear.pixel, dimmedGrey);
  });

  it('when scans have another name, then it is said how to remap them, and any stage takes them then', async () => {
    const scans = [0, 100, 200].map((timeMs) => scanOn('/base_scan', timeMs));
    const without = await replayed(scans, '--stages', 'cluster');
    assert.equal(without.code, 1);
    assert.match(without.out, /Not in the recording: scan.* --remap \/base_scan:=scan\)$/m);
    assert.match(
      without.out,
      /^Nothing was drawn: the recording has no scan\. It has \/base_scan: .*--remap FROM:=scan\.$/m,
    );
    const remapped = await replayed(scans, '--stages', 'cluster', '--remap', '/base_scan:=scan');
    assert.equal(remapped.fault, undefined);
    assert.match(remapped.out, /^Not in the recording: \/tf, \/tf_static$/m);
    assert.match(remapped.out, /^Nothing was drawn: no stage answered; they may wait for \/tf, \/tf_static/m);
  });

  it('when --render draws nothing, then the exit code and a sentence say so', async () => {
    const scans = [scanOn('/scan', 0)];
    const { code, out } = await replayed(scans, ...detect);
    assert.equal(code, 1);
    assert.match(out, /^Nothing was drawn: the recording has no camera\/image_raw\. It has \/scan: /m);
    const blind = await replayed(scans, '--stages', 'arbitrate', '--json');
    assert.equal(blind.code, 1);
    assert.match((JSON.parse(blind.out) as { undrawn: string }).undrawn, /name one of them with --stages\.$/);
  });

  it('when --remap is wrong, then what the bag has, what stages read or both types are said', async () => {
    const frames = [...(await framesOn('/front/image', green)), scanOn('/scan', 50)];
    const wrong = async (...remaps: string[]) => {
      const { fault } = await replayed(frames, ...detect, ...remaps.flatMap((each) => ['--remap', each]));
      assert.equal(fault?.code, 'cli/usage');
      assert.ok(fault.next !== undefined);
      return fault;
    };
    assert.equal((await wrong(`/frnt:=${camera}`)).expected, '/front/image, /scan');
    assert.match((await wrong('/front/image:=camera/image')).expected ?? '', /^camera\/image_raw, /);
    const type = await wrong('/scan:=camera/image_raw');
    assert.deepEqual([type.found, type.expected], ['sensor_msgs/msg/LaserScan', 'sensor_msgs/msg/Image']);
    assert.match(
      (await wrong('/front/image:=camera/camera_info')).next ?? '',
      /--remap \/front\/image:=camera\/image_raw /,
    );
    assert.match((await wrong(`/front/image:=${camera}`, '/front/image:=camera/image_raw')).what, /twice/);
    assert.match((await wrong(`/front/image:=${camera}`, `/scan:=${camera}`)).what, /twice/);
  });

  it('when another model saw then, then the two are compared and that is no failure; the same one must say the same', async () => {
    await inScratch(async (folder) => {
      const model = join(folder, 'tiny');
      await writeTinyModel(model);
      const { manifest } = await loadModel(model);
      const { name: ours, version, network } = manifest;
      const recordedBy = async (sha256: string, thing: string): Promise<string> => {
        const bag = join(folder, thing);
        const info = JSON.stringify({ model: ours, version, sha256 });
        const seen = sampleMessage('detections', 100, {
          fill(message) {
            const { header } = message;
            const one = { count: 1, boxes: [1, 2, 3, 4], scores: [0.9], labels: [0] };
            message.detections = toDetections(one as never, [thing], header).detections;
          },
        });
        const told = sampleMessage('vision_info', 0, { fill: (each) => (each.database_location = info) });
        await recordAll([...(await framesOn(`/${camera}`, green)), told, seen].sort(byTime), { folder: bag });
        return bag;
      };
      const other = await typed('replay', await recordedBy('0'.repeat(64), 'ghost'), '--model', model);
      assert.equal(other.fault, undefined);
      assert.match(other.out, /^Recorded by tiny \S+ \(00000000…\), replayed by tiny \S+ \(/m);
      assert.match(other.out, /^Of 1 picture .* 1 shows other things \(1 in all then, 0 now\)/m);
      assert.match(other.out, /^Two models were compared\.$/m);
      assert.equal(other.code, 0);
      const same = await typed('replay', await recordedBy(network.sha256, 'same'), '--model', model);
      assert.match(
        same.out,
        /^Recorded and replayed by tiny .* before they became the JPEG of the recording\.$/m,
      );
      assert.match(same.out, /^Not the same as recorded: more differs than compressed pictures explain\.$/m);
      assert.equal(same.code, 1);
      const stray = await typed('replay', join(folder, 'same'), '--model', model, '--stages', 'guard');
      assert.equal(stray.fault?.code, 'cli/usage');
      assert.match(stray.fault.next ?? '', /--stages detect,guard/);
    });
  });

  it('when it is published, then a topic may get any name, but must be there', async () => {
    await inScratch(async (folder) => {
      await recordAll([scanOn('/base_scan', 0)], { folder: join(folder, 'bag') });
      const bag = await openBag(join(folder, 'bag'));
      const names = remapNames(bag, [{ from: '/base_scan', to: '/r1/scan' }]).topics.map(({ name }) => name);
      assert.deepEqual(names, ['/r1/scan']);
      assert.throws(() => remapNames(bag, [{ from: '/scan', to: '/r1/scan' }]), { code: 'cli/usage' });
      await bag.close();
    });
  });
});
