// A build of few rooms: each wanted split gets one, and what was refused or interrupted does not stand in the way.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDataset } from '../check.js';
import { openDataset } from '../open.js';
import { coco, images, isFault, rules } from '../testing/labelled.js';
import { writeBag } from '../testing/small-bags.js';
import { buildDataset, type BuildOptions } from './build.js';
import { mergeShards } from './merge.js';

const twoSplits = { ...rules, shares: { train: 0.7, validation: 0.3, test: 0 } };

describe('a dataset of few rooms', () => {
  let scratch = '';
  let count = 0;
  const fresh = (name: string): string => join(scratch, `${name}-${count++}`);
  const bag = (): Promise<string> => writeBag({ folder: fresh('bag'), seed: count, labels: 'none' });
  const file = async (content: unknown): Promise<string> => {
    const path = `${fresh('labels')}.json`;
    await writeFile(path, JSON.stringify(content));
    return path;
  };
  let rooms: string[] = [];
  const few = async (
    options: Omit<Partial<BuildOptions>, 'cocoFiles'> & { cocoFiles?: readonly string[] } = {},
  ) => {
    const cocoFiles: readonly string[] = await Promise.all(rooms.map(() => file(coco)));
    return { from: rooms, cocoFiles, out: fresh('data'), rules: twoSplits, ...options };
  };
  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'rooms-'));
    rooms = await Promise.all([1, 2, 3].map(() => bag()));
  });

  it('when each wanted split can have a room, then it has one, whatever the salt and the order, and in shards too', async () => {
    for (const salt of ['a', 'b']) {
      const shares = { train: 0.97, validation: 0.03, test: 0 };
      const options = await few({ rules: { ...rules, shares, salt } });
      const result = await buildDataset(options);
      assert.ok(result.kind === 'dataset');
      const { splits, digest } = result.manifest;
      assert.ok(splits.train.rooms > 0 && splits.validation.rooms > 0 && splits.test.rooms === 0);
      const reversed = { ...options, from: [...rooms].reverse(), out: fresh('data') };
      const other = await buildDataset(reversed);
      assert.ok(other.kind === 'dataset' && other.manifest.digest === digest);
      const shards = [1, 2].map((index) => ({ index, count: 2, out: fresh('shard') }));
      for (const { out, ...shard } of shards) await buildDataset({ ...options, out, shard });
      const merged = await mergeShards(
        shards.map(({ out }) => out),
        fresh('merged'),
      );
      assert.equal(merged.digest, digest);
    }
  });

  it('when one room is to be split, then it is refused before anything is written', async () => {
    const options = await few({ from: rooms.slice(0, 1) });
    const one = { ...options, cocoFiles: options.cocoFiles.slice(0, 1) };
    await assert.rejects(buildDataset(one), isFault('dataset/empty-split', /one room[^]*--shares 1,0,0/));
    await assert.rejects(readdir(one.out));
  });

  it('when a build is refused, then what it made is gone, and what was there before is not', async () => {
    const options = await few();
    const square = await file({ ...coco, images: [{ ...images[0]!, width: 9, height: 9 }] });
    const bad = { ...options, cocoFiles: [...options.cocoFiles.slice(0, 2), square] };
    const above = fresh('above');
    await assert.rejects(
      buildDataset({ ...bad, out: join(above, 'deep', 'mine') }),
      isFault('dataset/bad-label'),
    );
    assert.equal(existsSync(above), false);
    await mkdir(above);
    await assert.rejects(buildDataset({ ...bad, out: above }), isFault('dataset/bad-label'));
    assert.deepEqual(await readdir(above), []);
    await writeFile(join(above, 'notes.txt'), 'mine');
    await assert.rejects(buildDataset({ ...bad, out: above }), isFault('dataset/exists'));
    await assert.rejects(buildDataset({ ...bad, out: join(above, 'data') }), isFault('dataset/bad-label'));
    assert.deepEqual(await readdir(above), ['notes.txt']);
  });

  it('when a build that goes on is refused, then the work of the one before stays', async () => {
    const good = await Promise.all([1, 2, 3, 4, 5, 6].map(() => bag()));
    const last = await writeBag({
      folder: fresh('z-bag'),
      seed: 1,
      picture: Uint8Array.of(0xff, 0xd8, 0xff),
    });
    const from = [...good, last];
    const cocoFiles = await Promise.all(from.map(() => file(coco)));
    const options = { ...(await few()), from, cocoFiles };
    const controller = new AbortController();
    const onBag = (): void => controller.abort();
    assert.equal((await buildDataset({ ...options, signal: controller.signal, onBag })).kind, 'interrupted');
    const before = await readdir(join(options.out, 'parts'));
    assert.ok(before.length > 0);
    await assert.rejects(buildDataset(options), isFault('picture/undecodable'));
    const after = await readdir(join(options.out, 'parts'));
    for (const part of before) assert.ok(after.includes(part), part);
    await assert.rejects(
      openDataset(options.out),
      isFault('dataset/incomplete', /its build was refused[^]*begins anew/),
    );
    const mended = { ...options, from: good, cocoFiles: cocoFiles.slice(0, good.length) };
    assert.equal((await buildDataset(mended)).kind, 'dataset');
  });

  it('when a build was refused, then the mended one takes its folder, and nothing of the first stays', async () => {
    const options = await few();
    const square = await file({ ...coco, images: [{ ...images[0]!, width: 9, height: 9 }] });
    const bad = { ...options, cocoFiles: [...options.cocoFiles.slice(0, 2), square] };
    await assert.rejects(buildDataset(bad), isFault('dataset/bad-label'));
    const result = await buildDataset({ ...options, rules: { ...rules, classes: ['chair', 'box'] } });
    assert.ok(result.kind === 'dataset');
    assert.deepEqual((await checkDataset(options.out)).findings, []);
    assert.deepEqual(await readdir(join(options.out, 'images/validation')), []);
  });

  it('when a build was interrupted, then another order does not take its work, and its own tells of all labels', async () => {
    const more = await Promise.all([1, 2, 3].map(() => bag()));
    const from = [...rooms, ...more];
    const options = await few({ from, cocoFiles: await Promise.all(from.map(() => file(coco))) });
    const controller = new AbortController();
    const onBag = (): void => controller.abort();
    const first = await buildDataset({ ...options, signal: controller.signal, onBag });
    assert.equal(first.kind, 'interrupted');
    await assert.rejects(
      buildDataset({ ...options, rules }),
      isFault('dataset/exists', /beginning of another[^]*settings[^]*was begun with/),
    );
    await assert.rejects(openDataset(options.out), isFault('dataset/incomplete', /goes on where it stopped/));
    const result = await buildDataset(options);
    assert.ok(result.kind === 'dataset');
    assert.deepEqual(
      result.labels.map(({ kept }) => kept),
      from.map(() => 3),
    );
  });
  after(() => rm(scratch, { recursive: true, force: true }));

  it('when what is no dataset is opened, then it says what it is and what next', async () => {
    await assert.rejects(
      openDataset(rooms[0]!),
      isFault('dataset/unreadable', /this is a bag[^]*dataset build --from/),
    );
    const [mcap] = (await readdir(rooms[0]!)).filter((name) => name.endsWith('.mcap'));
    await assert.rejects(openDataset(join(rooms[0]!, mcap!)), isFault('dataset/unreadable', /this is a bag/));
    const shard = fresh('shard');
    const cocoFiles = [await file(coco)];
    await buildDataset({
      from: rooms.slice(0, 1),
      out: shard,
      rules,
      cocoFiles,
      shard: { index: 1, count: 2 },
    });
    await assert.rejects(openDataset(shard), isFault('dataset/incomplete', /shard 1\/2[^]*dataset merge/));
  });
});
