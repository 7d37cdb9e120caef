// Datasets from small real bags: what is in them, that they come out the same however they are built, and what is refused.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import type { FaultCode } from '../../fault/codes.js';
import { Fault } from '../../fault/fault.js';
import { checkDataset } from '../check.js';
import { datasetClasses, type Manifest } from '../format.js';
import { openDataset } from '../open.js';
import { renderSheet } from '../sheet.js';
import { roomFacts, writeBag, type SmallBag } from '../testing/small-bags.js';
import { buildDataset, type BuildOptions } from './build.js';
import { asWriteFault } from './make-part.js';
import { mergeShards } from './merge.js';
import type { BuildRules } from './rules.js';
import { splitOf } from './splits.js';

const rules: BuildRules = {
  classes: datasetClasses,
  shares: { train: 0.6, validation: 0.2, test: 0.2 },
  salt: 'test',
  everyMs: 0,
  hashBits: 3,
};
const onlyTrain = { ...rules, shares: { train: 1, validation: 0, test: 0 } };

const isFault =
  (code: FaultCode, text = /./) =>
  (thrown: unknown) =>
    thrown instanceof Fault && thrown.code === code && text.test(thrown.message);

describe('a dataset', () => {
  let scratch = '';
  let bags: string[] = [];
  let count = 0;
  const fresh = (name: string): string => join(scratch, `${name}-${count++}`);
  const bag = (options: Omit<SmallBag, 'folder'>): Promise<string> =>
    writeBag({ folder: fresh('bag'), ...options });
  const build = async (options: Partial<BuildOptions> & Pick<BuildOptions, 'from'>): Promise<Manifest> => {
    const result = await buildDataset({ out: fresh('data'), rules, ...options });
    assert.equal(result.kind, 'dataset');
    return (result as { manifest: Manifest }).manifest;
  };

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'dataset-'));
    bags = await Promise.all(
      Array.from({ length: 12 }, (_, seed) => bag({ seed, room: roomFacts(`room ${seed}`) })),
    );
  });
  after(() => rm(scratch, { recursive: true, force: true }));

  it('when it is built, then it has every frame with its labels, its scan and its split', async () => {
    const out = fresh('data');
    await build({ from: bags, out });
    const dataset = await openDataset(out);
    assert.equal(dataset.manifest.sources.length, 12);
    let images = 0;
    for (const split of ['train', 'validation', 'test'] as const) {
      const samples = await dataset.readSamples(split);
      const scans = await dataset.readScans(split);
      for (const { image, annotations } of samples) {
        images++;
        assert.equal(splitOf(image.room, rules), split);
        assert.equal(image.surface, 'wood');
        assert.deepEqual([...scans.get(image.id)!.ranges], [1, 2, 3, Infinity, 0.5, 6, 7]);
        for (const { bbox, ignore, area, contrast, visible_fraction } of annotations) {
          assert.deepEqual(bbox.slice(1), [20, 20, 24], 'down to the amodal edge');
          assert.deepEqual([ignore, area, visible_fraction], [0, 400, 0.8]);
          assert.ok(contrast! > 150);
        }
      }
      assert.equal(samples.filter(({ annotations }) => annotations.length === 0).length, samples.length / 3);
    }
    assert.equal(images, 36);
    assert.deepEqual((await checkDataset(out)).findings, []);
    const samples = (await dataset.readSamples('train')).map((each) => ({
      ...each,
      split: 'train' as const,
    }));
    const sheet = await renderSheet(samples, { classes: dataset.manifest.classes, isVisibilityKnown: true });
    assert.deepEqual([...sheet.subarray(1, 4)], [80, 78, 71]);
  });

  it('when it is built twice, in another order, resumed or in shards, then the digest is the same', async () => {
    const { digest } = await build({ from: bags });
    assert.equal((await build({ from: [...bags].reverse() })).digest, digest);
    const resumed = fresh('data');
    const controller = new AbortController();
    const options = { from: bags, out: resumed, rules };
    const first = await buildDataset({
      ...options,
      signal: controller.signal,
      onBag: () => controller.abort(),
    });
    assert.equal(first.kind, 'interrupted');
    await assert.rejects(openDataset(resumed), isFault('dataset/incomplete'));
    assert.equal((await build(options)).digest, digest);
    const shards = [1, 2, 3].map((index) => ({ index, count: 3, out: fresh('shard') }));
    for (const { out, ...shard } of shards) await buildDataset({ from: bags, out, rules, shard });
    const merged = await mergeShards(
      shards.map(({ out }) => out),
      fresh('merged'),
    );
    assert.equal(merged.digest, digest);
  });

  it('when it is there already, then nothing is done; when another is there, then it is refused', async () => {
    const out = fresh('data');
    await build({ from: bags, out });
    const again = await buildDataset({ from: bags, out, rules });
    assert.ok(again.kind === 'dataset' && again.wasThere);
    await assert.rejects(build({ from: bags.slice(1), out }), isFault('dataset/exists'));
    assert.deepEqual((await checkDataset(out)).findings, []);
  });

  it('when a shard is missing or unfinished, then merging is refused', async () => {
    const [one, two] = [fresh('shard'), fresh('shard')];
    await buildDataset({ from: bags, out: one, rules, shard: { index: 1, count: 2 } });
    await assert.rejects(mergeShards([one], fresh('merged')), isFault('dataset/incomplete'));
    const controller = new AbortController();
    controller.abort();
    await buildDataset({
      from: bags,
      out: two,
      rules,
      shard: { index: 2, count: 2 },
      signal: controller.signal,
    });
    await assert.rejects(
      mergeShards([one, two], fresh('merged')),
      isFault('dataset/incomplete', /bags are missing/),
    );
  });

  it('when a file of it is touched, then the check says which', async () => {
    const out = fresh('data');
    await build({ from: bags, out, rules: onlyTrain });
    const [name] = await readdir(join(out, 'images/train'));
    await appendFile(join(out, 'images/train', name!), 'x');
    const { findings } = await checkDataset(out);
    assert.equal(findings.length, 1);
    assert.match(findings[0]!, new RegExp(name!));
    await appendFile(join(out, 'annotations/train.json'), ' ');
    await assert.rejects((await openDataset(out)).readSamples('train'), isFault('dataset/corrupt'));
  });

  it('when frames are alike or close in time, then one of them is kept', async () => {
    const still = await bag({ seed: 3, frames: 5, room: roomFacts('still'), picture: await aPicture() });
    const { sources } = await build({ from: [still], rules: onlyTrain });
    assert.deepEqual([sources[0]!.frames, sources[0]!.kept, sources[0]!.duplicates], [5, 1, 4]);
    const sparse = await build({ from: [bags[0]!], rules: { ...onlyTrain, everyMs: 1500 } });
    assert.equal(sparse.splits.train.images, 2);
  });

  it('when a bag of others has detections, then they are the labels', async () => {
    const foreign = await bag({ seed: 40, labels: 'detections' });
    const out = fresh('data');
    const { sources } = await build({ from: [foreign], out, rules: onlyTrain });
    assert.equal(sources[0]!.assets, 'foreign');
    const [sample] = await (await openDataset(out)).readSamples('train');
    assert.deepEqual(sample!.annotations[0]!.bbox.slice(1), [20, 20, 20]);
    assert.equal(sample!.image.surface, 'unknown');
  });

  it('when the labels are a COCO file, then its images are found by number', async () => {
    const bare = await bag({ seed: 41, labels: 'none' });
    const cocoFile = fresh('labels.json');
    const coco = {
      images: [{ id: 7, file_name: '000001.jpg' }],
      annotations: [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 2, 30, 20], area: 600, iscrowd: 0 }],
      categories: [{ id: 3, name: 'dog' }],
    };
    await writeFile(cocoFile, JSON.stringify(coco));
    await assert.rejects(
      build({ from: [bare], cocoFiles: [cocoFile], rules: onlyTrain }),
      isFault('dataset/bad-label', /dog/),
    );
    await assert.rejects(build({ from: [bare, bags[0]!], cocoFiles: [cocoFile] }), isFault('cli/usage'));
    const out = fresh('data');
    await build({
      from: [bare],
      cocoFiles: [cocoFile],
      out,
      rules: { ...onlyTrain, classes: ['cat', 'dog'] },
    });
    const samples = await (await openDataset(out)).readSamples('train');
    assert.deepEqual(
      samples.map(({ image, annotations }) => [image.stamp, annotations.map((a) => [a.category_id, a.bbox])]),
      [['2000000000', [[2, [1, 2, 30, 20]]]]],
    );
  });

  it('when the input is bad, then each is a Fault and nothing is finished', async () => {
    const cases: [FaultCode, Omit<SmallBag, 'folder'>][] = [
      ['dataset/no-images', { seed: 1, withoutImages: true }],
      ['dataset/no-images', { seed: 1, labels: 'none' }],
      ['dataset/bad-label', { seed: 1, objectClass: 'dragon' }],
      ['picture/undecodable', { seed: 1, picture: Uint8Array.of(0xff, 0xd8, 0xff, 1, 2, 3) }],
      ['picture/undecodable', { seed: 1, picture: bomb(60_000) }],
      ['dataset/held-out', { seed: 1, room: roomFacts('proof', 'heldout') }],
    ];
    for (const [code, options] of cases) {
      const out = fresh('data');
      await assert.rejects(build({ from: [await bag(options)], out, rules: onlyTrain }), isFault(code), code);
      assert.equal(existsSync(out), false);
    }
    await assert.rejects(build({ from: [fresh('nothing')] }), isFault('bag/unreadable'));
    await assert.rejects(openDataset(fresh('nothing')), isFault('dataset/unreadable'));
    await assert.rejects(build({ from: bags, out: bags[0]! }), isFault('dataset/exists'));
    const file = fresh('file');
    await writeFile(file, '');
    await assert.rejects(build({ from: bags, out: join(file, 'data') }), isFault('dataset/write-failed'));
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' });
    assert.match(String(asWriteFault(full, file)), /the disk is full.*dataset\/write-failed/);
  });

  it('when a split would be empty or the shares are none, then it is refused', async () => {
    await assert.rejects(build({ from: bags.slice(0, 1) }), isFault('dataset/empty-split'));
    const none = { ...rules, shares: { train: 0.5, validation: 0, test: 0 } };
    await assert.rejects(build({ from: bags, rules: none }), isFault('dataset/empty-split', /add up/));
  });

  it('when held-out rooms are for the proof only, then they are welcome', async () => {
    const proof = await bag({ seed: 50, room: roomFacts('proof', 'heldout') });
    const { splits } = await build({
      from: [proof],
      rules: { ...rules, shares: { train: 0, validation: 0, test: 1 } },
    });
    assert.equal(splits.test.images, 3);
  });

  it('when the same pictures come as another room, then the leak is found', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `copy ${i}`);
    const other = names.find((name) => splitOf(name, rules) !== splitOf('room 0', rules))!;
    const copy = await bag({ seed: 0, room: roomFacts(other) });
    const out = fresh('data');
    await assert.rejects(build({ from: [...bags, copy], out }), isFault('dataset/leak', /picture/));
    assert.equal(existsSync(out), false);
  });
});

async function aPicture(): Promise<Uint8Array> {
  const { encodeJpeg } = await import('../../picture/encode.js');
  const { SIZE } = await import('../testing/small-bags.js');
  return encodeJpeg(new Uint8Array(SIZE.width * SIZE.height * 3).fill(90), SIZE.width, SIZE.height, 90);
}

/** A few kilobytes of PNG that claim to be side x side grey pixels. */
function bomb(side: number): Uint8Array {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body) >>> 0, 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 8;
  const pixels = deflateSync(Buffer.alloc(1000));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
