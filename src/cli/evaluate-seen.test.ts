// jackdaw evaluate as typed, of a model that learned in some rooms: it warns where those are judged, and only there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noteRooms, type TrainedRooms } from '../perception/model/trained-rooms.js';
import { writeRandomRun } from '../training/testing/random-run.js';
import { writeTinyDataset } from '../dataset/testing/tiny-dataset.js';
import { typed } from './testing/typed.js';

const NETWORK = fileURLToPath(new URL('../../models/obstacle-net/network.json', import.meta.url));

describe('evaluating in rooms of the training', function () {
  this.timeout(60_000);
  let folder = '';
  let rooms: Record<'train' | 'test', string[]>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-seen-'));
    const counts = { train: 3, validation: 0, test: 2 };
    const dataset = await writeTinyDataset(join(folder, 'data'), counts, 3);
    const roomsOf = async (split: 'train' | 'test') =>
      (await dataset.readSamples(split)).map(({ image }) => image.room);
    rooms = { train: await roomsOf('train'), test: await roomsOf('test') };
  });
  after(() => rm(folder, { recursive: true }));

  /** Publishes a model whose training noted these rooms, and evaluates it. */
  async function evaluate(name: string, noted: TrainedRooms | undefined, split: 'train' | 'test') {
    const [run, model, out] = ['run', 'model/1.0.0', 'out'].map((part) => join(folder, name, part));
    await writeRandomRun(run!, readFileSync(NETWORK, 'utf8'), 3);
    const about = join(run!, 'run.json');
    const written = JSON.parse(await readFile(about, 'utf8')) as object;
    await writeFile(about, JSON.stringify({ ...written, rooms: noted }));
    const data = ['--data', join(folder, 'data')];
    await typed('models', 'export', '--run', run!, ...data, '--out', model!);
    const said = await typed('evaluate', '--model', model!, ...data, '--split', split, '--out', out!);
    assert.equal(said.fault, undefined);
    const seenIn = async (path: string): Promise<unknown> =>
      (JSON.parse(await readFile(path, 'utf8')) as { seenInTraining?: object }).seenInTraining;
    return {
      ...said,
      metrics: await seenIn(join(out!, 'metrics.json')),
      logged: await seenIn(join(folder, name, 'model/evaluations.jsonl')),
      report: await readFile(join(out!, 'report.html'), 'utf8'),
    };
  }

  it('when it learned in some of them, then it warns, and metrics, log and report say how many', async () => {
    const found = await evaluate('some', noteRooms(rooms.train.slice(1)), 'train');
    const warning = /Warning: 2 of 3 pictures show rooms that the model was trained in \(2 of 3 rooms\)/;
    assert.equal(found.code, 0);
    assert.match(found.err, warning);
    assert.match(found.report, warning);
    assert.deepEqual([found.metrics, found.logged], Array(2).fill({ images: 2, rooms: 2 }));
  });

  it('when it learned in none of them, then it says that, and nobody warns', async () => {
    const found = await evaluate('none', noteRooms(rooms.train), 'test');
    assert.doesNotMatch(found.err + found.report, /Warning/);
    assert.match(found.report, /0 of 2 pictures, 0 of 2 rooms</);
    assert.deepEqual([found.metrics, found.logged], Array(2).fill({ images: 0, rooms: 0 }));
  });

  it('when its start noted none, then what is not seen may have been; an older model says nothing', async () => {
    const found = await evaluate('part', { ...noteRooms(rooms.train), partial: true }, 'test');
    assert.match(found.report, /0 of 2 pictures, 0 of 2 rooms; perhaps more/);
    assert.deepEqual(found.metrics, { images: 0, rooms: 0, partial: true });
    const older = await evaluate('older', undefined, 'train');
    assert.doesNotMatch(older.err, /trained in/);
    assert.match(older.report, /not known: the model does not say/);
    assert.deepEqual([older.metrics, older.logged], [undefined, undefined]);
  });
});
