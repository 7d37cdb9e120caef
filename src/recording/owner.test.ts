// Owners of folders: one process has it, and whatever a killed one left blocks nobody.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeDisk } from './disk.js';
import { livingOwner, takeOver } from './owner.js';

describe('the owner of a folder', () => {
  let folder = '';
  let file = '';
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'jackdaw-owner-'))));
  beforeEach(async () => {
    file = join(folder, 'owner');
    await rm(file, { force: true });
  });
  after(() => rm(folder, { recursive: true }));

  it('when nobody has it, then it is taken, and free again after the file went', async () => {
    assert.equal(await livingOwner(file), undefined);
    assert.equal(await takeOver(nodeDisk, file), undefined);
    assert.equal(await livingOwner(file), process.pid);
    await rm(file);
    assert.equal(await livingOwner(file), undefined);
  });

  it('when a process that runs has it, then its number is said and nothing changes', async () => {
    const other = spawn('sleep', ['30']);
    try {
      await takeOver(nodeDisk, file);
      const { started: _, ...ours } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      writeFileSync(file, `${JSON.stringify({ ...ours, pid: other.pid })}\n`);
      assert.equal(await takeOver(nodeDisk, file), other.pid);
      assert.equal(await livingOwner(file), other.pid);
    } finally {
      other.kill();
    }
  });

  it('when who had it has ended, or its number is that of another by now, or it was never written, then it is taken over', async () => {
    await takeOver(nodeDisk, file);
    const ours = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const left = [
      JSON.stringify({ ...ours, pid: spawnSync('true').pid }),
      JSON.stringify({ ...ours, boot: 'the day before' }),
      JSON.stringify({ ...ours, started: '1' }),
      '',
      'torn',
    ];
    for (const text of left) {
      writeFileSync(file, text);
      // What says when a process began is to be had on Linux only.
      if (text.includes('"1"') && ours['started'] === undefined) continue;
      assert.equal(await livingOwner(file), undefined, text);
      assert.equal(await takeOver(nodeDisk, file), undefined, text);
      assert.equal(await livingOwner(file), process.pid, text);
    }
  });
});
