// Folders on the disk: made with their parents, by whoever comes first.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeDisk } from './disk.js';

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
