// The learning curve over rooms: which trainings are asked for, how they go on, what is refused. A twin stands for our command line.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyDataset } from '../dataset/testing/tiny-dataset.js';
import { compareTrainings, type LearningReport } from './bench-learning-work.js';
import type { LearningFlags } from './bench-learning.js';
import type { StepTools } from './steps.js';
import { typed } from './testing/typed.js';

/** Notes what it is asked for, as JSON lines, and finds what the rooms and the seed say; a training of seed 3 fails as long as a file says so. */
const twin = (folder: string): string => `
import { appendFileSync, existsSync } from 'node:fs';
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(join(folder, 'asked'))}, JSON.stringify(args) + '\\n');
const seed = Number(args[args.indexOf('--seed') + 1]);
const rooms = Number(args.find((arg) => arg.startsWith('training.rooms=')).split('=')[1]);
if (seed === 3 && existsSync(${JSON.stringify(join(folder, 'broken'))})) process.exit(4);
const validation = { kind: 'validation', map50: rooms / 100 + seed / 1000, surfaceAccuracy: 0.5 };
console.log(JSON.stringify({ learner: 'wasm', finished: true, validation }));
`;

describe('a learning curve over rooms', function () {
  this.timeout(30_000);
  let folder: string;
  let flags: LearningFlags;
  const tools = (): StepTools => ({
    ...{ main: join(folder, 'main.mjs'), say: () => undefined, signal: new AbortController().signal },
  });
  const asked = (): string[][] => {
    const file = join(folder, 'asked');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    rmSync(file);
    return lines.map((line) => JSON.parse(line) as string[]);
  };
  const trainings = (): string[] =>
    asked().map((args) => {
      const rooms = args.find((arg) => arg.startsWith('training.rooms='))!.split('=')[1];
      return `${rooms}-${args[args.indexOf('--seed') + 1]}`;
    });
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jackdaw-learning-'));
    await writeTinyDataset(join(folder, 'data'), { train: 20, validation: 4, test: 0 }, 5);
    writeFileSync(tools().main, twin(folder));
  });
  let outs = 0;
  beforeEach(() => {
    flags = {
      data: join(folder, 'data'),
      out: join(folder, `out-${outs++}`),
      seeds: [1, 2],
      learner: 'wasm',
    };
  });
  after(() => rmSync(folder, { recursive: true }));

  it('when nothing is said, then shares of the rooms are trained by one seed, all of them by each', async () => {
    const { report } = await compareTrainings(flags, tools());
    assert.deepEqual(trainings(), ['3-1', '5-1', '10-1', '20-1', '20-2']);
    assert.deepEqual(
      report.points.map(({ rooms, pictures, runs }) => [rooms, pictures, runs.length]),
      [
        [3, 3, 1],
        [5, 5, 1],
        [10, 10, 1],
        [20, 20, 2],
      ],
    );
    assert.deepEqual(report.validation, { images: 4, rooms: 4 });
    assert.equal(report.points.at(-1)!.map50.mean.toFixed(4), '0.2015');
    assert.match(readFileSync(join(flags.out, 'learning.svg'), 'utf8'), /rooms/);
    const written = JSON.parse(readFileSync(join(flags.out, 'learning.json'), 'utf8')) as LearningReport;
    assert.equal(written.points.length, 4);
  });

  it('when a training is asked for, then `jackdaw train` understands it: so many rooms and pictures, all of validation', async () => {
    await compareTrainings({ ...flags, rooms: [7], seeds: [9], images: 640 }, tools());
    const [args] = asked();
    const { fault, out } = await typed(...args!, '--print-config');
    assert.equal(fault, undefined);
    for (const setting of [/rooms: 7\b/, /seed: 9\b/, /images: 640\b/, /validationImages: 1000000\b/])
      assert.match(out, setting);
  });

  it('when a training fails, then the next time only that and what came after it is done', async () => {
    const wanted = { ...flags, rooms: [5, 10], seeds: [1, 3, 2] };
    writeFileSync(join(folder, 'broken'), '');
    await assert.rejects(compareTrainings(wanted, tools()), { code: 'process/ended', found: 'exit code 4' });
    assert.deepEqual(trainings(), ['5-1', '10-1', '10-3']);
    const written = JSON.parse(readFileSync(join(flags.out, 'learning.json'), 'utf8')) as LearningReport;
    assert.equal(written.points.length, 2);
    rmSync(join(folder, 'broken'));
    await compareTrainings(wanted, tools());
    assert.deepEqual(trainings(), ['10-3', '10-2']);
    await compareTrainings({ ...wanted, allSeeds: true }, tools());
    assert.deepEqual(trainings(), ['5-3', '5-2']);
  });

  it('when what a training came to is damaged, then it is said, and made again once it is removed', async () => {
    const wanted = { ...flags, rooms: [5], seeds: [1] };
    await compareTrainings(wanted, tools());
    const file = join(flags.out, '5-1', 'trained.json');
    writeFileSync(file, '{"learner": "wasm"}');
    await assert.rejects(compareTrainings(wanted, tools()), { code: 'training/bad-run', where: file });
    rmSync(file);
    await compareTrainings(wanted, tools());
    assert.deepEqual(trainings(), ['5-1', '5-1']);
  });

  it('when a training there learned from another dataset, then nothing is trained', async () => {
    await compareTrainings({ ...flags, rooms: [5], seeds: [1] }, tools());
    const { digest } = JSON.parse(readFileSync(join(flags.data, 'manifest.json'), 'utf8')) as {
      digest: string;
    };
    const run = {
      ...{ schemaVersion: 1, dataset: 'a'.repeat(64), networkSha256: 'b'.repeat(64) },
      recipe: { training: { seed: 1 } },
    };
    writeFileSync(join(flags.out, '5-1', 'run.json'), JSON.stringify(run));
    asked();
    await assert.rejects(compareTrainings({ ...flags, rooms: [2, 5] }, tools()), {
      code: 'training/bad-run',
      expected: digest,
    });
    assert.deepEqual(asked(), []);
  });

  it('when what is asked for cannot be, then a Fault says so before anything is written', async () => {
    const empty = join(folder, 'empty');
    await writeTinyDataset(empty, { train: 3, validation: 0, test: 0 }, 1);
    const refused: [Partial<LearningFlags>, object][] = [
      [{ rooms: [10, 21] }, { code: 'dataset/few-rooms', found: '20 rooms' }],
      [{ rooms: [10, 5, 10] }, { code: 'cli/usage', next: 'Give --rooms 5,10' }],
      [{ seeds: [2, 2] }, { code: 'cli/usage', next: 'Give --seeds 2' }],
      [{ data: empty }, { code: 'training/no-data', message: /validation/ }],
      [{ out: empty }, { code: 'cli/output' }],
    ];
    for (const [wrong, fault] of refused)
      await assert.rejects(compareTrainings({ ...flags, ...wrong }, tools()), fault);
    assert.equal(existsSync(flags.out), false);
    assert.deepEqual(asked(), []);
  });
});
