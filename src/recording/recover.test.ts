// Recovery and retention: killed writers, crashes on the way, marked and open files.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openBag } from './bag.js';
import { LEASE_FILE } from './lease.js';
import { openRecording } from './open.js';
import { recoverBag, repairBag, repairBags } from './recover.js';
import { retainBags } from './retain.js';
import { inScratch, recordAll, sampleDrive, sampleMessage } from './testing/scratch-bag.js';

const recordingUrl = new URL('./testing/scratch-writer.ts', import.meta.url);

describe('a killed recording', () => {
  it('when the writer is killed at any moment, then repair loses at most the open chunk', async () => {
    await inScratch(async (folder) => {
      for (const killAfterMs of [0, 60, 150]) {
        const bag = join(folder, `bag${killAfterMs}`);
        const written = await writeAndKill(bag, killAfterMs);
        const repair = await repairBag(bag);
        assert.equal(repair.kind, 'repaired');
        const { times, problems } = await readTimes(bag);
        assert.equal(problems, 0);
        assert.deepEqual(
          times,
          times.map((_, i) => BigInt(i) * 10_000_000n),
        );
        assert.ok(written - times.length <= MESSAGES_PER_CHUNK, `${written} written, ${times.length} found`);
        assert.deepEqual(
          (await readdir(bag)).filter((name) => !/^bag\d+_\d+\.mcap$/.test(name)),
          ['metadata.yaml'],
        );
      }
    });
  });

  it('when its process still lives, then repair leaves it alone; when another crash left a twin, the torn one goes', async () => {
    await inScratch(async (folder) => {
      const bag = join(folder, 'bag');
      const recording = await openRecording({ kind: 'mcap', folder: bag });
      assert.equal((await repairBag(bag)).kind, 'in-use');
      await recording.write(sampleMessage('scan', 0));
      const { files } = await recording.close();
      await copyFile(files[0] ?? '', `${files[0]}.partial`);
      await mkdir(join(bag, '.recovering'));
      assert.equal((await repairBag(bag)).kind, 'repaired');
      assert.deepEqual((await readdir(bag)).sort(), ['bag_0.mcap', 'metadata.yaml']);
      assert.equal((await readTimes(bag)).times.length, 1);
    });
  });

  it('when many bags lie under one root, then only the torn ones are repaired, and what cannot be is reported', async () => {
    await inScratch(async (root) => {
      for (const name of ['whole', 'torn', 'junk'])
        await recordAll(sampleDrive(2), { folder: join(root, name) });
      await rename(join(root, 'torn', 'torn_0.mcap'), join(root, 'torn', 'torn_0.mcap.partial'));
      await truncate(join(root, 'torn', 'torn_0.mcap.partial'), 60_000);
      await writeFile(join(root, 'junk', 'junk_1.mcap.partial'), 'no bag at all');
      await writeFile(join(root, 'note.txt'), 'not a bag');
      const repairs = await repairBags(root);
      assert.deepEqual(repairs.map(({ kind }) => kind).sort(), ['failed', 'repaired']);
      assert.ok((await readTimes(join(root, 'torn'))).times.length > 30);
      assert.equal(await readFile(join(root, 'junk', 'junk_1.mcap.partial'), 'utf8'), 'no bag at all');
    });
  });
});

describe('recovering a bag', () => {
  it('when nothing is missing, then the copy is complete; when the end is, then it is lossy and says where', async () => {
    await inScratch(async (folder) => {
      const { files } = await recordAll(sampleDrive(3), { folder: join(folder, 'bag') });
      const whole = await recoverBag(join(folder, 'bag'), join(folder, 'copy'));
      assert.deepEqual([whole.kind, whole.messages], ['complete', 180]);
      await truncate(files[0] ?? '', 100_000);
      const torn = await recoverBag(files[0] ?? '', join(folder, 'saved'));
      assert.equal(torn.kind, 'lossy');
      assert.ok(torn.messages > 0 && torn.messages < 180);
      assert.equal((await readTimes(join(folder, 'saved'))).times.length, torn.messages);
      await assert.rejects(recoverBag(join(folder, 'bag'), join(folder, 'saved')), { code: 'bag/exists' });
    });
  });
});

describe('retention', () => {
  it('when bags are too large together, then the oldest unprotected files go, never a protected or open one', async () => {
    await inScratch(async (root) => {
      const old = await recordAll(sampleDrive(8), { folder: join(root, 'old'), segmentSeconds: 2 });
      const open = await openRecording({ kind: 'mcap', folder: join(root, 'open') });
      for (const [i, file] of old.files.entries()) await utimes(file, 1000 + i, 1000 + i);
      await writeFile(`${old.files[1]}.keep`, '');
      const retained = await retainBags(root, { maxBytes: 1, now: 5_000_000_000_000n });
      assert.deepEqual(retained.removed, [old.files[0], old.files[2], old.files[3]]);
      assert.equal(retained.isOver, true);
      const { times, problems } = await readTimes(join(root, 'old'));
      assert.equal(problems, 0);
      assert.equal(times[0], 2_000_000_000n);
      await open.write(sampleMessage('scan', 5));
      const { fault, files } = await open.close();
      assert.equal(fault, undefined);
      await rm(`${old.files[1]}.keep`);
      await retainBags(root, { maxAgeSeconds: 100, now: 1_000_000_000_000n + 200_000_000_000n });
      assert.deepEqual((await readdir(root)).sort(), ['open']);
      assert.deepEqual(files, [join(root, 'open', 'open_0.mcap')]);
      assert.deepEqual((await readdir(join(root, 'open'))).sort(), ['metadata.yaml', 'open_0.mcap']);
    });
  });

  it('when finished files of the open bag go, then its metadata.yaml does not name them', async () => {
    await inScratch(async (root) => {
      const bag = join(root, 'bag');
      const recording = await openRecording({
        kind: 'mcap',
        folder: bag,
        segmentSeconds: 1,
        sync: 'segment',
      });
      for (const message of sampleDrive(3.5)) await recording.write(message);
      while ((await readdir(bag)).filter((name) => name.endsWith('.mcap')).length < 3) await sleep(5);
      assert.equal((await retainBags(root, { maxBytes: 1, now: 0n })).removed.length, 3);
      await recording.close();
      assert.deepEqual((await readdir(bag)).sort(), ['bag_3.mcap', 'metadata.yaml']);
      assert.equal((await readTimes(bag)).problems, 0);
      assert.ok(!(await readdir(bag)).includes(LEASE_FILE));
    });
  });
});

/** scratch-writer.ts writes messages of about 2 kB: 256 KiB hold at most so many. */
const MESSAGES_PER_CHUNK = 140;

/** Returns how many messages the writer had handed in, by its own account, when it was killed. */
async function writeAndKill(bag: string, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, ['--import=tsx', fileURLToPath(recordingUrl), bag], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let written = 0;
  child.stdout.on('data', (text: Buffer) => (written = Number(text.toString().trim().split('\n').at(-1))));
  await once(child.stdout, 'data');
  await sleep(afterMs);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return written;
}

async function readTimes(path: string) {
  const bag = await openBag(path);
  const times: bigint[] = [];
  for await (const { logTime } of bag.messages()) times.push(logTime);
  await bag.close();
  return { times, problems: bag.problems.total };
}
