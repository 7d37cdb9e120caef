// Work in folders: a second worker is refused, whatever kind of work it is, and one that was killed blocks nobody.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../fault/fault.js';
import { beginWork, endWork, refuseBusy, workerIn, type Work } from './at-work.js';
import { nodeDisk } from './disk.js';

const digging: Work = {
  marker: '.digging',
  code: 'dataset/busy',
  refusal: (pid) => ({ what: 'somebody digs here', next: `kill -INT ${pid}` }),
};

describe('work in a folder', () => {
  let folder = '';
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'jackdaw-work-'))));
  afterEach(() => rm(folder, { recursive: true }));

  /** As if that process had begun. */
  async function begunBy(pid: number | undefined): Promise<void> {
    await beginWork(nodeDisk, folder, digging);
    const path = join(folder, digging.marker);
    const { started: _, ...ours } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await writeFile(path, `${JSON.stringify({ ...ours, pid })}\n`);
  }

  it('when another process is at it, then both ways in are refused in the words of the work', async () => {
    const other = spawn('sleep', ['30']);
    try {
      await begunBy(other.pid);
      const isRefusal = (thrown: unknown): boolean =>
        thrown instanceof Fault &&
        thrown.code === 'dataset/busy' &&
        thrown.where === folder &&
        thrown.found === `process ${other.pid}` &&
        thrown.next === `kill -INT ${other.pid}`;
      await assert.rejects(beginWork(nodeDisk, folder, digging), isRefusal);
      await assert.rejects(refuseBusy(folder, digging), isRefusal);
    } finally {
      other.kill();
    }
  });

  it('when who was at it was killed, then the next one begins, and leaves nothing at its end', async () => {
    await begunBy(spawnSync('true').pid);
    assert.equal(await workerIn(folder, digging), undefined);
    await beginWork(nodeDisk, folder, digging);
    assert.equal(await workerIn(folder, digging), process.pid);
    await endWork(nodeDisk, folder, digging);
    assert.deepEqual(await readdir(folder), []);
  });
});
