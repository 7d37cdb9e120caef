// A small capture with real rooms, cameras and bags, in this process.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../fault/fault.js';
import { beginWork } from '../../recording/at-work.js';
import { openBag } from '../../recording/bag.js';
import { BagDecoder } from '../../recording/bag-decoder.js';
import { nodeDisk } from '../../recording/disk.js';
import { stageSchemas } from '../../robot/stages.js';
import { openSystemClock } from '../../runtime/clock.js';
import { layerConfig } from '../../runtime/config/config.js';
import { loadEngine } from '../../simulation/physics/engine.js';
import { listSources } from '../build/sources.js';
import { datasetClasses } from '../format.js';
import { frameLabelsSchema, parseLabels, roomFactsSchema, type FrameLabels } from '../labels.js';
import { areaOfRle, decodeRle } from '../rle.js';
import { capture, type RoomWorker } from './capture.js';
import { captureRoom, type CaptureTools } from './capture-room.js';
import { capturing, roomFolder, roomSeed, type CaptureOrder } from './order.js';
import { openRoomProcess } from './room-process.js';
import { TextureShelf } from './texture-shelf.js';

const tools: CaptureTools = {
  textures: new TextureShelf(),
  openEngine: loadEngine,
  settings: layerConfig(stageSchemas).values,
  clock: openSystemClock(),
};
/** The real thing, without a process of its own. */
const here = (): RoomWorker => ({ capture: (order) => captureRoom(order, tools), close: () => undefined });
const order: CaptureOrder = {
  rooms: 2,
  seed: 5,
  framesPerRoom: 3,
  seconds: 0,
  assets: 'standard',
  generator: 'f'.repeat(64),
};

async function labelsIn(folder: string): Promise<{ labels: FrameLabels[]; counts: Map<string, number> }> {
  const bag = await openBag(folder);
  const decoder = new BagDecoder();
  const labels: FrameLabels[] = [];
  const counts = new Map<string, number>();
  for await (const message of bag.messages()) {
    counts.set(message.topic.name, (counts.get(message.topic.name) ?? 0) + 1);
    const decoded = decoder.decode(message);
    if (decoded.kind !== 'known' || decoded.type !== 'std_msgs/msg/String') continue;
    if (message.topic.name === '/ground_truth/labels')
      labels.push(parseLabels(frameLabelsSchema, decoded.message.data, folder));
    else parseLabels(roomFactsSchema, decoded.message.data, folder);
  }
  await bag.close();
  return { labels, counts };
}

describe('a capture', () => {
  let scratch = '';
  before(async () => (scratch = await mkdtemp(join(tmpdir(), 'capture-'))));
  after(() => rm(scratch, { recursive: true, force: true }));

  it('when rooms are captured, then each is a bag with frames, scans, labels and its whole world', async () => {
    const out = join(scratch, 'plain');
    const report = await capture(order, { out, workers: 1, openWorker: here });
    assert.equal(report.rooms, 2);
    assert.ok(report.finished && report.newFrames >= 4);
    const { labels, counts } = await labelsIn(roomFolder(out, roomSeed(order, 0)));
    assert.equal(counts.get('/ground_truth/room'), 1);
    for (const topic of ['/scan', '/camera/image_raw/compressed', '/ground_truth/labels'])
      assert.equal(counts.get(topic), labels.length, topic);
    for (const { objects, free_space } of labels) {
      const free = decodeRle(free_space!);
      for (const object of objects) {
        assert.ok((datasetClasses as readonly string[]).includes(object.class));
        const [left, top, right, bottom] = object.box;
        assert.ok(left < right && top < bottom && object.lower! >= bottom);
        const mask = decodeRle(object.segmentation!);
        assert.ok(areaOfRle(object.segmentation!) > 0);
        assert.ok(!mask.some((bit, at) => bit === 1 && free[at] === 1), 'floor is not an object');
        assert.ok(object.height! > 0 && object.height! < 2.5, `${object.name}: ${object.height} m`);
      }
    }
  }).timeout(60_000);

  it('when it is run again, then nothing is done again; when more rooms are asked for, then only those', async () => {
    const out = join(scratch, 'plain');
    assert.equal((await capture(order, { out, workers: 2, openWorker: here })).newRooms, 0);
    const more = await capture({ ...order, rooms: 3 }, { out, workers: 2, openWorker: here });
    assert.equal(more.newRooms, 1);
  }).timeout(60_000);

  it('when a room was half-written, then it is written anew, the same to the byte', async () => {
    const [out, other] = [join(scratch, 'plain'), join(scratch, 'again')];
    const name = roomFolder('', roomSeed(order, 1));
    await capture({ ...order, rooms: 1 }, { out: other, workers: 1, openWorker: here });
    await mkdir(join(other, '.partial', name), { recursive: true });
    await writeFile(join(other, '.partial', name, `${name}_0.mcap`), 'torn');
    await capture(order, { out: other, workers: 1, openWorker: here });
    const [a, b] = await Promise.all(
      [out, other].map((each) => readFile(join(each, name, `${name}_0.mcap`))),
    );
    assert.ok(a!.equals(b!));
  }).timeout(60_000);

  it('when an older version wrote the order, then a capture is unfinished where beginnings of rooms are left', async () => {
    const out = join(scratch, 'plain');
    const whole = { ...order, rooms: 3 };
    await writeFile(join(out, 'capture.json'), JSON.stringify(whole));
    assert.equal((await listSources([out])).sources.length, 3);
    await mkdir(join(out, '.partial'));
    await assert.rejects(listSources([out]), /dataset\/incomplete/);
    await capture(whole, { out, workers: 1, openWorker: here });
    assert.equal((await listSources([out])).sources.length, 3);
  });

  it('when the folder holds another capture, then it is refused and says in what', async () => {
    await assert.rejects(
      capture({ ...order, assets: 'heldout' }, { out: join(scratch, 'plain'), workers: 1, openWorker: here }),
      (thrown) =>
        thrown instanceof Fault && thrown.code === 'dataset/exists' && /assets/.test(thrown.message),
    );
  });

  it('when a worker fails, then finished rooms stay, the fault is told, and a dataset is built of them only by their names', async () => {
    const out = join(scratch, 'failing');
    let calls = 0;
    const failing = (): RoomWorker => ({
      async capture(room) {
        if (++calls === 2) throw new Fault('bag/disk-full', { what: 'full' });
        return captureRoom(room, tools);
      },
      close: () => undefined,
    });
    await assert.rejects(
      capture(order, { out, workers: 1, openWorker: failing }),
      (thrown) => thrown instanceof Fault && thrown.code === 'bag/disk-full',
    );
    assert.ok((await readdir(out)).includes(`room-${String(roomSeed(order, 0)).padStart(10, '0')}`));
    await assert.rejects(
      listSources([out]),
      (thrown) =>
        thrown instanceof Fault &&
        thrown.code === 'dataset/incomplete' &&
        thrown.found === '1 of 2 rooms' &&
        /capture` command again.*failing\/room-\*/.test(thrown.next ?? ''),
    );
    assert.equal((await listSources([roomFolder(out, roomSeed(order, 0))])).sources.length, 1);
    assert.equal((await capture(order, { out, workers: 1, openWorker: here })).newRooms, 1);
    assert.equal((await listSources([out])).sources.length, 2);
  }).timeout(60_000);

  it('when another process captures there, then it is refused as busy, nothing is touched and no dataset built; when that was killed, it goes on', async () => {
    const out = join(scratch, 'busy');
    await mkdir(out);
    const other = spawn('sleep', ['30']);
    await beginWork(nodeDisk, out, capturing);
    const marker = join(out, capturing.marker);
    const { started: _, ...ours } = JSON.parse(await readFile(marker, 'utf8')) as Record<string, unknown>;
    await writeFile(marker, `${JSON.stringify({ ...ours, pid: other.pid })}\n`);
    await assert.rejects(
      capture(order, { out, workers: 1, openWorker: here }),
      (thrown) =>
        thrown instanceof Fault &&
        thrown.code === 'dataset/busy' &&
        thrown.message.includes(`kill -INT ${other.pid}`),
    );
    assert.deepEqual(await readdir(out), [capturing.marker]);
    await assert.rejects(
      listSources([out]),
      (thrown) => thrown instanceof Fault && thrown.code === 'dataset/busy',
    );
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('close', resolve));
    assert.equal((await capture(order, { out, workers: 1, openWorker: here })).newRooms, 2);
    assert.ok(!(await readdir(out)).includes(capturing.marker));
  }).timeout(60_000);

  it('when it drives too, then there are frames from where the robot came by', async () => {
    const out = join(scratch, 'driven');
    const driven = { ...order, rooms: 1, framesPerRoom: 1, seconds: 3 };
    const { newFrames } = await capture(driven, { out, workers: 1, openWorker: here });
    assert.ok(newFrames >= 5, `${newFrames} frames`);
  }).timeout(60_000);

  it('when a process is killed over a room, then that is a Fault that says to go on, and nothing hangs', async () => {
    const out = join(scratch, 'killed');
    const openWorker = () =>
      openRoomProcess(fileURLToPath(new URL('../testing/dying-process.ts', import.meta.url)), []);
    await assert.rejects(
      capture(order, { out, workers: 2, openWorker }),
      (thrown) =>
        thrown instanceof Fault && thrown.code === 'dataset/write-failed' && /SIGKILL/.test(thrown.message),
    );
    assert.equal((await capture(order, { out, workers: 1, openWorker: here })).newRooms, 2);
  }).timeout(60_000);
});
