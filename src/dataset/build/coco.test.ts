// Bags of other people with labels from whatever tool: what is taken, what is said, and what is refused before work is lost.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultCode } from '../../fault/codes.js';
import { checkDataset } from '../check.js';
import { openDataset, type Sample } from '../open.js';
import { areaOfRle, encodeRle } from '../rle.js';
import { box, coco, images, isFault, rules } from '../testing/labelled.js';
import { writeBag, type SmallBag } from '../testing/small-bags.js';
import { buildDataset, type BagLabels, type BuildOptions } from './build.js';

describe('a dataset of COCO labels', () => {
  let scratch = '';
  let kitchen = '';
  let count = 0;
  const fresh = (name: string): string => join(scratch, `${name}-${count++}`);
  const bag = (options: Partial<SmallBag> = {}): Promise<string> =>
    writeBag({ folder: fresh('bag'), seed: count, labels: 'none', ...options });
  const file = async (content: unknown): Promise<string> => {
    const path = `${fresh('labels')}.json`;
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const build = async (content: unknown, options: Partial<BuildOptions> = {}) => {
    const out = fresh('data');
    const cocoFiles = [await file(content)];
    const result = await buildDataset({ from: [kitchen], out, rules, cocoFiles, ...options });
    assert.ok(result.kind === 'dataset');
    return { ...result, out, use: result.labels[0]!, cocoFiles };
  };
  const samplesOf = async (out: string): Promise<readonly Sample[]> =>
    (await openDataset(out)).readSamples('train');

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'coco-'));
    kitchen = await bag();
  });
  after(() => rm(scratch, { recursive: true, force: true }));

  it('when it is built, then each bag says what became of its labels', async () => {
    const annotations = [box, { ...box, category_id: 2 }, { ...box, image_id: 2, bbox: [500, 2, 30, 20] }];
    const { use, out, cocoFiles } = await build({ ...coco, annotations });
    const wanted: Partial<BagLabels> = {
      frames: 3,
      labelled: 3,
      found: 3,
      kept: 3,
      outside: 1,
      crowds: 0,
      ignored: 0,
    };
    assert.deepEqual(use, {
      ...wanted,
      gapless: true,
      bag: use.bag,
      file: cocoFiles[0],
      boxesByClass: { box: 1, chair: 1 },
    });
    assert.deepEqual(
      (await samplesOf(out)).map(({ annotations: { length } }) => length),
      [2, 0, 0],
    );
    assert.deepEqual((await checkDataset(out)).findings, []);
  });

  it('when images of the file are not in the bag, then it says how many and which; when none is, it is refused', async () => {
    const more = { id: 9, file_name: '000041.jpg' };
    const { use } = await build({ ...coco, images: [...images, more] });
    assert.deepEqual([use.labelled, use.found, use.missing], [4, 3, '000041.jpg']);
    await assert.rejects(
      build({ ...coco, images: [{ id: 1, file_name: 'IMG_2031.jpg' }] }),
      isFault(
        'dataset/no-images',
        /labels-\d+\.json: none of the 1 images[^]*IMG_2031\.jpg[^]*frame[^]*bag-\d+-000000\.jpg to bag-\d+-000002\.jpg[^]*next: +Give the COCO files in the order/,
      ),
    );
    await assert.rejects(
      build({ ...coco, images: [{ id: 1, file_name: 'sofa.png' }] }),
      isFault(
        'dataset/no-images',
        /000000\.png to bag-\d+-000002\.png[^]*next: +Give .* names .*-000002\.png/,
      ),
    );
    await assert.rejects(
      build({ ...coco, images: [], annotations: [] }),
      isFault('dataset/no-images', /no images/),
    );
  });

  it('when files of two bags are swapped, then their names tell, and the build is refused; old names say nothing', async () => {
    const [sink, hall] = [
      await bag({ folder: join(scratch, 'sink') }),
      await bag({ folder: join(scratch, 'hall') }),
    ];
    const named = (name: string) => ({
      ...coco,
      images: images.map((image) => ({ ...image, file_name: `pictures/${name}${image.file_name}` })),
    });
    const buildBoth = async (...names: readonly string[]): Promise<string> => {
      const remarks: string[] = [];
      await buildDataset({
        ...{ from: [sink, hall], out: fresh('data'), rules },
        cocoFiles: await Promise.all(names.map((name) => file(named(name)))),
        onRemark: (remark) => remarks.push(remark),
      });
      return remarks.join('\n');
    };
    assert.equal(await buildBoth('sink-', 'hall-'), '');
    assert.equal(await buildBoth('', ''), '');
    await assert.rejects(
      buildBoth('hall-', 'sink-'),
      isFault('dataset/bad-label', /of another bag[^]*hall-000000\.jpg[^]*sink[^]*in the order/),
    );
    assert.match(
      await buildBoth('garden-', 'hall-'),
      /^Warning: 3 of the 3 .* named after garden, not after sink/,
    );
  });

  it('when numbers have no gap, then that is known, for they may have been counted anew', async () => {
    assert.equal((await build(coco)).use.gapless, true);
    assert.equal((await build({ ...coco, images: [images[0], images[2]] })).use.gapless, undefined);
  });

  it('when the names are those of Roboflow, then the number before the hash counts; copies are refused', async () => {
    const named = (number: number, hash: string) => `00000${number}_jpg.rf.${hash}.jpg`;
    const { out } = await build({ ...coco, images: [{ id: 1, file_name: named(1, '3b1e9c20') }] });
    assert.deepEqual(
      (await samplesOf(out)).map(({ image }) => image.stamp),
      ['2000000000'],
    );
    const copies = [1, 2].map((id) => ({ id, file_name: named(1, `a${id}`) }));
    await assert.rejects(
      build({ ...coco, images: copies }),
      isFault('dataset/bad-label', /the same picture[^]*rf\.a1[^]*rf\.a2/),
    );
  });

  it('when labels were made on smaller pictures, then boxes and masks grow with them', async () => {
    const mask = new Uint8Array(32 * 24);
    for (let y = 4; y < 14; y++) mask.fill(1, y * 32 + 2, y * 32 + 12);
    const half = { ...images[0]!, width: 32, height: 24 };
    const annotations = [{ ...box, bbox: [2, 4, 10, 10], segmentation: encodeRle(mask, 32, 24) }];
    const { out } = await build({ ...coco, images: [half], annotations });
    const [annotation] = (await samplesOf(out))[0]!.annotations;
    assert.deepEqual(annotation!.bbox, [4, 8, 20, 20]);
    assert.deepEqual(annotation!.segmentation!.size, [48, 64]);
    assert.equal(areaOfRle(annotation!.segmentation!), 400);
    assert.equal(annotation!.area, 400);
    assert.deepEqual((await checkDataset(out)).findings, []);
  });

  it('when labels were made on pictures of another shape, then both sizes and the image are named', async () => {
    const square = { ...images[0]!, width: 640, height: 640 };
    await assert.rejects(
      build({ ...coco, images: [square] }),
      isFault('dataset/bad-label', /labels-\d+\.json: 000000\.jpg[^]*640 x 640[^]*64 x 48/),
    );
    const nearly = { ...images[0]!, width: 643, height: 480 };
    await build({ ...coco, images: [nearly] });
    await build({ ...coco, images: [{ ...images[0]!, width: 0, height: null }] });
  });

  it('when an annotation is of a crowd, then it is ignored', async () => {
    const annotations = [box, { ...box, iscrowd: 1 }];
    const { out, use } = await build({ ...coco, annotations });
    const [sample] = await samplesOf(out);
    assert.deepEqual(
      sample!.annotations.map(({ ignore, iscrowd, visible_fraction }) => [ignore, iscrowd, visible_fraction]),
      [
        [0, 0, 1],
        [1, 0, 0],
      ],
    );
    assert.deepEqual([use.crowds, use.ignored], [1, 1]);
  });

  it('when annotations have polygons instead of boxes, or ids are texts, then they are understood', async () => {
    const polygon = { ...box, bbox: undefined, segmentation: [[5, 6, 25, 6, 25, 30, 5, 30]] };
    const { out } = await build({
      images: images.map((image) => ({ ...image, id: `image-${image.id}` })),
      annotations: [
        { ...polygon, image_id: 'image-1', category_id: 'b' },
        { ...polygon, bbox: [], image_id: 'image-2', category_id: 'b' },
      ],
      categories: [{ id: 'b', name: 'box' }],
    });
    const samples = await samplesOf(out);
    assert.deepEqual(
      samples.map(({ annotations }) => annotations.map(({ bbox }) => bbox)),
      [[[5, 6, 20, 24]], [[5, 6, 20, 24]], []],
    );
  });

  it('when the file is not what it should be, then one sentence says what is wrong and what next', async () => {
    const boxless = [1, 2, 3].map(() => ({ ...box, bbox: undefined }));
    const cases: [FaultCode, unknown, RegExp][] = [
      ['dataset/bad-label', '', /empty[^]*next: .*COCO instances/],
      ['dataset/bad-label', '{"images": [', /not JSON[^]*next: .*COCO instances/],
      ['dataset/bad-label', {}, /not COCO[^]*images, annotations, categories[^]*COCO instances/],
      ['dataset/bad-label', [], /not COCO[^]*a list of 0/],
      ['dataset/bad-label', { images, categories: [] }, /an object with images, categories/],
      ['dataset/bad-label', { ...coco, annotations: boxless }, /3 of 3 annotations have no box[^]*next/],
      [
        'dataset/bad-label',
        { ...coco, images: images.map(({ id }) => ({ id })) },
        /images\.#\.file_name: .*\(3 times, first images\.0\.file_name\)[^]*next/,
      ],
      [
        'dataset/bad-label',
        { ...coco, annotations: [{ ...box, image_id: 77 }] },
        /annotations name an image that[^]*1 of image 77[^]*next/,
      ],
      [
        'dataset/bad-label',
        { ...coco, annotations: [box, { ...box, category_id: 9 }] },
        /annotations name a category that[^]*1 of category 9[^]*next/,
      ],
      [
        'dataset/bad-label',
        { ...coco, categories: [{ id: 1, name: 'Boxes' }] },
        /\.json: labels are of a class[^]*Boxes \(1 box; did you mean box\?\)[^]*Rename in the labels Boxes to box:[^]*--classes box\.[^]*--classes Boxes/,
      ],
      ['dataset/bad-label', { ...coco, images: [images[0], images[0]] }, /same id/],
    ];
    for (const [code, content, text] of cases) await assert.rejects(build(content), isFault(code, text));
    const nowhere = { cocoFiles: [join(scratch, 'nothere.json')] };
    await assert.rejects(build(coco, nowhere), isFault('dataset/unreadable', /no such COCO file[^]*next/));
    const commas = { cocoFiles: ['a.json,b.json'] };
    await assert.rejects(build(coco, commas), isFault('dataset/unreadable', /by spaces/));
  });

  it('when boxes are shares of the picture or two corners, then the likely convention is named', async () => {
    const sized = images.map((image) => ({ ...image, width: 64, height: 48 }));
    const boxed = (...boxes: readonly number[][]) => ({
      ...coco,
      images: sized,
      annotations: boxes.map((bbox, id) => ({ ...box, id, bbox })),
    });
    await assert.rejects(
      build(boxed([0.1, 0.2, 0.5, 0.25], [0, 0, 1, 1])),
      isFault('dataset/bad-label', /shares of the picture[^]*0\.1, 0\.2, 0\.5, 0\.25[^]*in pixels/),
    );
    const corners = [
      [30, 20, 60, 40],
      [2, 30, 10, 47],
      [40, 5, 63, 30],
      [1, 1, 9, 9],
    ];
    await assert.rejects(
      build(boxed(...corners)),
      isFault(
        'dataset/bad-label',
        /3 of 4 boxes leave their picture[^]*x1, y1, x2, y2[^]*next: .*take x1 from x2/,
      ),
    );
    const oneOut = [
      [30, 20, 60, 40],
      [1, 1, 9, 9],
      [30, 20, 5, 5],
    ];
    assert.equal((await build(boxed(...oneOut))).use.outside, 0);
    const many = boxed(...corners, ...corners);
    await assert.rejects(
      build({ ...many, images }),
      isFault('dataset/bad-label', /all boxes fit as two corners[^]*next: .*width and height/),
    );
    assert.equal((await build({ ...boxed(...corners, ...oneOut, ...corners), images })).use.outside, 0);
  });

  it('when --from is no bag, then it says what it is', async () => {
    const pictures = fresh('pictures');
    await mkdir(pictures);
    await writeFile(join(pictures, '000000.jpg'), '');
    await assert.rejects(
      build(coco, { from: [pictures] }),
      isFault('bag/unreadable', /these are pictures[^]*exported from/),
    );
    await assert.rejects(
      build(coco, { from: [`${kitchen},hall`] }),
      isFault('bag/unreadable', /spaces: --from .* hall/),
    );
  });

  it('when a bag is given twice, then with labels it is refused, and without it is a remark', async () => {
    const cocoFiles = [await file(coco), await file(coco)];
    await assert.rejects(
      build(coco, { from: [kitchen, kitchen], cocoFiles }),
      isFault('cli/usage', /the same bag/),
    );
    const labelled = await bag({ labels: 'detections' });
    const remarks: string[] = [];
    const onRemark = (remark: string): number => remarks.push(remark);
    const from = [labelled, labelled];
    const result = await buildDataset({ from, out: fresh('data'), rules, onRemark });
    assert.ok(result.kind === 'dataset' && result.manifest.sources.length === 1);
    assert.match(remarks.join(), /the same bag/);
  });

  it('when a numbered file is given for a folder of several bags, then it is refused', async () => {
    const folder = fresh('house');
    await mkdir(folder);
    for (const name of ['a', 'b']) await bag({ folder: join(folder, name) });
    await assert.rejects(build(coco, { from: [folder] }), isFault('cli/usage', /only be of one bag/));
  });

  it('when all pictures have the same stamp, then each is kept', async () => {
    const stampless = await bag({ stampless: true });
    const { out } = await build(coco, { from: [stampless] });
    assert.equal((await readdir(join(out, 'images/train'))).length, 3);
    assert.deepEqual((await checkDataset(out)).findings, []);
  });

  it('when two classes differ by case only, then it is warned of, and the refusal does not advise to have both', async () => {
    const categories = [
      { id: 1, name: 'Dogtoy' },
      { id: 2, name: 'dogtoy' },
    ];
    const twice = { ...coco, categories, annotations: [box, { ...box, category_id: 2 }] };
    await assert.rejects(
      build(twice, { rules: { ...rules, classes: ['dogtoy'] } }),
      isFault('dataset/bad-label', /next: +Write .* one class in one way \(Dogtoy and dogtoy\)/),
    );
    const remarks: string[] = [];
    const onRemark = (remark: string): number => remarks.push(remark);
    await build(twice, { rules: { ...rules, classes: ['box', 'Dogtoy', 'dogtoy'] }, onRemark });
    assert.match(remarks.join('\n'), /^Warning: Dogtoy and dogtoy are two classes[^\n]*$/);
  });

  it('when labels of a finished dataset change, then it is another dataset', async () => {
    const { out, cocoFiles } = await build(coco);
    const options = { from: [kitchen], out, rules };
    const again = await buildDataset({ ...options, cocoFiles });
    assert.ok(again.kind === 'dataset' && again.wasThere);
    const changed = [await file({ ...coco, annotations: [] })];
    await assert.rejects(buildDataset({ ...options, cocoFiles: changed }), isFault('dataset/exists'));
  });
});
