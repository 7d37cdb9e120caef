// The log of evaluations: nothing that was added is lost, and what cannot be added is a Fault.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admitLog, appendToLog, logOf, type BenchEntry } from './log.js';

describe('the log of evaluations', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-log-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const trial = (seed: number): BenchEntry => ({
    ...{ time: '2030-01-01T00:00:00.000Z', bench: 'safety', seed },
    model: { name: 'net', version: '1.0.0', sha256: 'a'.repeat(64) },
    figures: { ratio: seed / 10, unmet: ['two\nlines'] },
  });

  it('when a model is tried many times at once, then every time has a line of its own, beside the versions', async () => {
    const log = logOf(join(folder, '1.0.0'));
    await Promise.all(Array.from({ length: 20 }, (_, seed) => appendToLog(log, trial(seed))));
    const lines = (await readFile(join(folder, 'evaluations.jsonl'), 'utf8')).trimEnd().split('\n');
    const found = lines.map((line) => JSON.parse(line) as BenchEntry).sort((a, b) => a.seed - b.seed);
    assert.deepEqual(
      found,
      Array.from({ length: 20 }, (_, seed) => trial(seed)),
    );
  });

  it('when it is named, then only a new file or a log of ours is taken', async () => {
    const log = join(folder, 'trials.jsonl');
    await admitLog(log);
    await appendToLog(log, trial(1));
    await admitLog(log);
    const other = join(folder, 'garage.jsonl');
    for (const text of ['{"images": []}', '[\n]', 'null\n']) {
      await writeFile(other, text);
      await assert.rejects(admitLog(other), { what: 'The file there is not a log of evaluations.' }, text);
    }
    await assert.rejects(admitLog(join(folder, 'garage.json')), { code: 'cli/usage' });
  });

  it('when its folder is not there, then it is made', async () => {
    const log = join(folder, 'new', 'trials.jsonl');
    await appendToLog(log, trial(1));
    assert.match(await readFile(log, 'utf8'), /"seed":1/);
  });

  it('when the log cannot be written, then a Fault names the file', async () => {
    await writeFile(join(folder, 'file'), '');
    const log = join(folder, 'file', 'evaluations.jsonl');
    await assert.rejects(appendToLog(log, trial(1)), { code: 'evaluation/write-failed', where: log });
  });
});
