// The profile that we ship is in force: a node of this process has the shared memory that it asks for.
import assert from 'node:assert/strict';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openSystemClock } from '../clock.js';
import { shippedProfile } from './fastdds-profile.js';
import { openRosNode } from './node.js';

/** Where Fast DDS keeps its segments on Linux. */
const MEMORY = '/dev/shm';

describe('the Fast DDS profile', () => {
  it('when a node opens, then its segment has room for the pictures that the profile speaks of', async () => {
    const [, wanted] = /<segment_size>(\d+)/.exec(await readFile(shippedProfile, 'utf8'))!;
    const before = new Set(await readdir(MEMORY));
    const node = await openRosNode({ name: 'roomy', namespace: '', clock: openSystemClock() });
    try {
      const made = (await readdir(MEMORY)).filter((name) => !before.has(name));
      const sizes = await Promise.all(made.map(async (name) => (await stat(join(MEMORY, name))).size));
      assert.ok(Math.max(...sizes) >= Number(wanted), sizes.join(', '));
    } finally {
      node.close();
    }
  });
});
