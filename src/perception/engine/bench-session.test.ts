import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeJpeg } from '../../picture/encode.js';
import { measureSession } from './bench-session.js';
import { writeTinyModel } from '../model/testing/tiny-model.js';

describe('measureSession', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-session-'));
    await writeTinyModel(folder);
    await writeFile(
      join(folder, 'grey.jpg'),
      await encodeJpeg(new Uint8Array(60 * 40 * 3).fill(99), 60, 40, 90),
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const spinning of [false, true]) {
    it(`when spinning is ${spinning ? 'on' : 'off'}, then every frame has its time, and the processor's is told`, async () => {
      const { times, cpuMs } = await measureSession({
        folder,
        pictures: [join(folder, 'grey.jpg')],
        settings: { threads: 1, spinning, arena: !spinning },
        rounds: 3,
      });
      assert.equal(times.length, 3);
      assert.ok(times.every((ms) => ms > 0));
      assert.ok(cpuMs > 0);
    }).timeout(30_000);
  }
});
