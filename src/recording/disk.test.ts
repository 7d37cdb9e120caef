// Folders on the disk: made with their parents, by whoever comes first.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeDisk, replaceFile } from './disk.js';
import { troubledDisk } from './testing/scratch-bag.js';

describe('making a folder', () => {
  const root = mkdtempSync(join(tmpdir(), 'jackdaw-disk-'));
  after(() => rmSync(root, { recursive: true }));

  it('when many make folders in one that nobody made yet, then all are there', async () => {
    for (let round = 0; round < 20; round++) {
      const folders = Array.from({ length: 16 }, (_, i) => join(root, `r${round}`, 'a', 'b', String(i)));
      await Promise.all(folders.map((folder) => nodeDisk.makeFolder(folder)));
      assert.ok(folders.every((folder) => existsSync(folder)));
    }
  });

  it('when a file is in the way, or the file system takes no folders, then that is thrown', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    await assert.rejects(nodeDisk.makeFolder(file), { code: 'EEXIST' });
    await assert.rejects(nodeDisk.makeFolder(join(file, 'in', 'it')), { code: 'ENOTDIR' });
    if (existsSync('/proc/self'))
      await assert.rejects(nodeDisk.makeFolder('/proc/none/in'), { code: 'ENOENT' });
  });
});

describe('replacing a file', () => {
  const root = mkdtempSync(join(tmpdir(), 'jackdaw-disk-'));
  after(() => rmSync(root, { recursive: true }));

  it('when a folder is in the way, or the disk is full, then that is thrown and nothing is left beside it', async () => {
    mkdirSync(join(root, 'folder'));
    const content = new Uint8Array(9);
    await assert.rejects(replaceFile(nodeDisk, join(root, 'folder'), content), { code: 'EISDIR' });
    const full = troubledDisk({ bytes: 5 });
    await assert.rejects(replaceFile(full, join(root, 'file'), content), { code: 'ENOSPC' });
    assert.deepEqual(readdirSync(root), ['folder']);
  });
});
