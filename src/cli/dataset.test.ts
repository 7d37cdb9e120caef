// jackdaw dataset as a person types it, in this process: what it says of labels, of empty splits, and of what has no labels.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settleOrder } from '../dataset/build/order.js';
import { writeBag } from '../dataset/testing/small-bags.js';
import { Fault } from '../fault/fault.js';
import { labelLine, labelWarnings, suspicions } from './dataset-labels.js';
import { splitsLine, splitWarnings } from './dataset-splits.js';
import { createProgram } from './program.js';

const use = {
  bag: 'kitchen',
  file: 'kitchen.json',
  ...{ frames: 60, labelled: 40, found: 40, kept: 38, ignored: 0, crowds: 0, outside: 0 },
  boxesByClass: { box: 30, chair: 12 },
};

describe('jackdaw dataset', () => {
  let scratch = '';
  let data = '';
  let built = { out: '', err: '' };

  async function jackdaw(...args: string[]): Promise<{ out: string; err: string }> {
    const said = { out: '', err: '' };
    const stdout = process.stdout.write.bind(process.stdout);
    const stderr = process.stderr.write.bind(process.stderr);
    process.stdout.write = (text: string | Uint8Array) => (said.out += String(text)) !== '';
    process.stderr.write = (text: string | Uint8Array) => (said.err += String(text)) !== '';
    try {
      await createProgram(() => undefined).parseAsync(args, { from: 'user' });
    } finally {
      process.stdout.write = stdout;
      process.stderr.write = stderr;
    }
    return said;
  }

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'cli-dataset-'));
    const names = ['kitchen', 'hall'];
    const from = names.map((name) => join(scratch, name));
    const coco = names.map((name) => join(scratch, `${name}.json`));
    for (const [seed, folder] of from.entries()) {
      await writeBag({ folder, seed, labels: 'none' });
      const images = [0, 1, 2].map((id) => ({ id, file_name: `00000${id}.jpg` }));
      const annotations = [{ image_id: 0, category_id: 1, bbox: [1, 2, 30, 20] }];
      if (seed === 1) images.push({ id: 3, file_name: '000041.jpg' });
      const content = { images, annotations, categories: [{ id: 1, name: 'box' }] };
      await writeFile(coco[seed]!, JSON.stringify(content));
    }
    data = join(scratch, 'mine');
    const shares = ['--shares', '0.7,0.3,0', '--classes', 'box,chair'];
    built = await jackdaw('dataset', 'build', '--from', ...from, '--coco', ...coco, ...shares, '--out', data);
  });
  after(() => rm(scratch, { recursive: true, force: true }));

  it('when labels are built, then it says for each bag what became of them, and warns of what is not there', () => {
    assert.match(
      built.out,
      /^kitchen \(.*kitchen\.json\): 3 images labelled, 3 in the bag, 3 kept; boxes: box 1$/m,
    );
    assert.match(built.out, /^hall \(.*hall\.json\): 4 images labelled, 3 in the bag, 3 kept/m);
    assert.match(
      built.err,
      /Warning: 1 of the 4 images of .*hall\.json is not in hall.*000041\.jpg.*swapped.*hall-000000\.jpg to hall-000002\.jpg\./,
    );
    assert.doesNotMatch(built.err, /kitchen\.json/);
  });

  it('when it is built, then the last lines say how many rooms and pictures each split has', () => {
    assert.match(built.out, /mine: train 3 pictures of 1 room, validation 3 pictures of 1 room\ndigest /);
  });

  it('when nobody labelled a class, then the build warns of it, and info says it too', async () => {
    const line = /No box of chair: a network learns that there is none\. .*--classes box$/m;
    assert.match(built.err, new RegExp(`^Warning: ${line.source}`, 'm'));
    assert.match((await jackdaw('dataset', 'info', data)).out, line);
  });

  it('when a split has far from its share of the pictures, then it says so and how to draw otherwise', () => {
    assert.match(
      built.err,
      /Warning: of the pictures train 50 % \(70 % asked for\), validation 50 % \(30 % asked for\).*--salt/,
    );
    const facts = (images: number, rooms: number) => ({
      ...{ images, rooms, annotations: 0, scans: 0, annotationsSha256: '', scansSha256: '' },
    });
    const split = (train: number, validation: number) => ({
      splits: { train: facts(train, 9), validation: facts(validation, 1), test: facts(0, 0) },
      splitRule: { by: 'room' as const, salt: '', shares: { train: 0.9, validation: 0.1, test: 0 } },
    });
    assert.deepEqual(splitWarnings(split(850, 150)), []);
    assert.match(splitWarnings(split(970, 30)).join(), /pictures validation 3 % \(10 % asked for\):/);
    assert.equal(splitsLine(split(970, 1)), 'train 970 pictures of 9 rooms, validation 1 picture of 1 room');
  });

  it('when boxes are ignored or left out, then the line says how many', () => {
    assert.equal(
      labelLine({ ...use, ignored: 3, crowds: 1, outside: 2 }),
      'kitchen (kitchen.json): 40 images labelled, 40 in the bag, 38 kept; boxes: box 30, chair 12; ' +
        '3 of them ignored: hidden, too thin, or a crowd; 1 of crowds (iscrowd); ' +
        '2 left out: no area, or outside the picture',
    );
    const shared = [
      { ...use, found: 15 },
      { ...use, bag: 'hall', found: 25 },
    ];
    assert.deepEqual(labelWarnings(shared), [], 'all are in one bag or the other');
    assert.match(
      labelWarnings([{ ...use, found: 38, missing: 'sofa.png' }]).join(),
      /2 of the 40 .* are not in .* sofa\.png\. Was it renamed\?.*frame in the bag, here kitchen-000000\.png to kitchen-000059\.png\.$/,
    );
  });

  it('when one file of several has no box, or numbers were counted anew, then it is said of that one', () => {
    const hall = { ...use, bag: 'hall', file: 'hall.json', boxesByClass: {} };
    assert.match(
      suspicions([use, hall]).join(),
      /^Warning: hall\.json has no box in the 38 pictures kept of hall/,
    );
    assert.deepEqual(suspicions([hall]), [], 'of a dataset without any the build warns by itself');
    const anew = { ...use, gapless: true as const, frames: 400 };
    assert.match(
      suspicions([anew]).join(),
      /^Warning: the 40 images of kitchen\.json .* numbered anew .*kitchen-000012\.jpg/,
    );
    assert.deepEqual(suspicions([{ ...anew, frames: 60 }]), []);
  });

  it('when info is asked, then there are only splits with images and rows with labels, and it says what has none', async () => {
    const { out } = await jackdaw('dataset', 'info', data);
    assert.match(out, /^ +train +validation$/m);
    assert.match(out, /^free floor: no labels$/m);
    assert.match(out, /^floor surface: no labels$/m);
    assert.doesNotMatch(out, /LIDAR plane|contrast|floor unknown/);
  });

  it('when a sheet goes into a folder that is not there, then the folder is made', async () => {
    const out = join(scratch, 'new', 'sheet.png');
    const { out: said } = await jackdaw('dataset', 'sheet', data, '--out', out);
    assert.ok(existsSync(out));
    assert.match(said, /sheet\.png: 3 of train, 3 of validation$/m);
    const again = await jackdaw('dataset', 'sheet', data, '--out', out);
    assert.equal(again.out, said);
    const blocked = jackdaw('dataset', 'sheet', data, '--out', join(out, 'sheet.png'));
    await assert.rejects(blocked, { code: 'cli/output' });
  });

  it('when a sheet would replace labels, a folder or a text, then it is refused and nothing is left', async () => {
    const labels = join(scratch, 'kitchen.json');
    const disguised = join(scratch, 'kitchen.png');
    const folder = join(scratch, 'mine.png');
    await mkdir(folder);
    for (const path of [labels, disguised]) await writeFile(path, '{"images": []}');
    for (const out of [labels, disguised, folder, data]) {
      const refused = jackdaw('dataset', 'sheet', data, '--out', out);
      await assert.rejects(refused, { code: 'cli/usage' }, out);
      assert.equal(existsSync(`${out}.new`), false);
    }
    for (const path of [labels, disguised]) assert.equal(await readFile(path, 'utf8'), '{"images": []}');
  });

  it("when a dataset is to be built into a person's folder, then what is there is said, and not to remove it", async () => {
    const out = join(scratch, 'taken');
    await mkdir(out);
    await writeFile(join(out, 'metadata.yaml'), '');
    const bag = join(scratch, 'none');
    await assert.rejects(settleOrder(out, { rules: '', sources: [bag], build: {} }), {
      code: 'dataset/exists',
      found: 'a bag (metadata.yaml)',
      next: 'Choose a new folder.',
    });
  });

  it('when a sheet is of a split without images, then it says so and which have some', async () => {
    await assert.rejects(jackdaw('dataset', 'sheet', data, '--split', 'test'), (thrown) => {
      assert.ok(thrown instanceof Fault && thrown.code === 'dataset/empty-split');
      assert.match(thrown.message, /the split test has no images[^]*--split train or validation/);
      return true;
    });
  });

  it('when help is asked, then defaults are written as they are typed, with labels and without', () => {
    const dataset = createProgram(() => undefined).commands.find((command) => command.name() === 'dataset');
    const help = dataset!.commands.find((command) => command.name() === 'build')!.helpInformation();
    const text = help.replaceAll(/\s+/g, ' ');
    assert.match(text, /\(default: 0\.8,0\.1,0\.1\)/);
    assert.match(text, /\(default: box,chair,/);
    assert.match(text, /--every <ms> .*250; with --coco 0/);
    assert.match(text, /--hash-bits <n> .*3; with --coco 0/);
  });
});
