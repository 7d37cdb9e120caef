// What models look says of many pictures at once, and models info of figures.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tinySize, writeTinyModel } from '../perception/model/testing/tiny-model.js';
import { encodePng } from '../picture/encode.js';
import { inScratch } from '../recording/testing/scratch-bag.js';
import { summaryOf, type Looked } from './models-look.js';
import { typed } from './testing/typed.js';

function looked(
  ...pictures: readonly (readonly [surface: string | undefined, ...classes: string[]])[]
): Looked {
  return {
    model: '',
    pictures: pictures.map(([surface, ...classes]) => ({
      file: 'a.jpg',
      found: classes.map((name) => ({ class: name, score: 0.5 })),
      surface,
    })),
    detections: pictures.reduce((sum, [, ...classes]) => sum + classes.length, 0),
    bad: [],
  };
}

describe('the summary of what a model saw', () => {
  it('when there are many pictures, then classes are counted and floors are shares, the most frequent first', () => {
    const many = looked(['tile', 'box', 'dog'], ['wood', 'dog'], ['wood'], ['wood']);
    assert.equal(summaryOf(many), '4 pictures · 3 detections (dog 2, box 1) · floor wood 75 %, tile 25 %');
  });

  it('when nothing is seen, then that is said', () => {
    assert.equal(summaryOf(looked([undefined])), '1 picture · 0 detections');
  });
});

describe('jackdaw models', () => {
  it('when pictures are looked at, then the last line sums them up', async () => {
    await inScratch(async (folder) => {
      const { width, height } = tinySize;
      await writeTinyModel(join(folder, 'tiny'));
      const png = await encodePng(new Uint8Array(3 * width * height).fill(90), width, height);
      await writeFile(join(folder, 'a.png'), png);
      const { out } = await typed('models', 'look', join(folder, 'tiny'), '--pictures', folder);
      assert.match(out.trimEnd().split('\n').at(-1) ?? '', /^1 picture · 0 detections · floor \w+ 100 %$/);
    });
  });

  it('when drawings would go among the pictures, also by a link, then nothing is written; elsewhere they may be drawn anew', async () => {
    await inScratch(async (folder) => {
      const { width, height } = tinySize;
      const [model, pictures, link, seen] = ['tiny', 'mine', 'link', 'seen'].map((name) =>
        join(folder, name),
      );
      await writeTinyModel(model!);
      await mkdir(pictures!);
      await symlink(pictures!, link!);
      const png = await encodePng(new Uint8Array(3 * width * height).fill(90), width, height);
      await writeFile(join(pictures!, 'a.png'), png);
      const look = (render: string) =>
        typed('models', 'look', model!, '--pictures', pictures!, '--render', render);
      for (const render of [pictures!, link!, `${folder}/seen/../mine`]) {
        const { fault } = await look(render);
        assert.equal(fault?.code, 'cli/usage', render);
        assert.deepEqual(await readFile(join(pictures!, 'a.png')), Buffer.from(png));
      }
      for (let time = 0; time < 2; time++) assert.equal((await look(seen!)).fault, undefined);
      await writeFile(join(seen!, 'a.png'), png);
      assert.match((await look(seen!)).fault?.what ?? '', /did not draw/);
      await writeFile(join(pictures!, 'a.jpg'), png);
      assert.match(
        (await look(join(folder, 'new'))).fault?.what ?? '',
        /Two pictures would have one drawing/,
      );
      assert.deepEqual((await readdir(folder)).sort(), ['link', 'mine', 'seen', 'tiny']);
    });
  });

  it('when the folder for drawings cannot be made, then that is said soon', async () => {
    await inScratch(async (folder) => {
      const { width, height } = tinySize;
      await writeTinyModel(join(folder, 'tiny'));
      const png = await encodePng(new Uint8Array(3 * width * height).fill(90), width, height);
      await writeFile(join(folder, 'a.png'), png);
      // A file system that refuses new folders with ENOENT: Node's own recursive mkdir never returns there.
      const look = ['models', 'look', join(folder, 'tiny'), '--pictures', folder];
      const { fault } = await typed(...look, '--render', '/proc/jackdaw');
      assert.equal(fault?.code, 'cli/output');
    });
  });

  it('when one of the pictures is bad, then it is named with why, the others are looked at, and that is a finding', async () => {
    await inScratch(async (folder) => {
      const { width, height } = tinySize;
      await writeTinyModel(join(folder, 'tiny'));
      const png = await encodePng(new Uint8Array(3 * width * height).fill(90), width, height);
      for (const name of ['a.png', 'c.png']) await writeFile(join(folder, name), png);
      await writeFile(join(folder, 'b.jpg'), 'a note');
      const looked = await typed('models', 'look', join(folder, 'tiny'), '--pictures', folder);
      assert.equal(looked.code, 1);
      assert.match(looked.err, /b\.jpg: bytes are neither JPEG nor PNG \(first bytes/);
      assert.match(looked.out, /2 pictures · 0 detections.* · 1 could not be read$/m);
    });
  });

  it('when a figure has many digits, then info rounds it to four', async () => {
    await inScratch(async (folder) => {
      const metrics = { mAP: 0.14245954349140857, images: 1200 };
      await writeTinyModel(join(folder, 'tiny'), { change: { metrics } });
      const { out } = await typed('models', 'info', join(folder, 'tiny'));
      assert.match(out, /^mAP +0\.1425$/m);
      assert.match(out, /^images +1200$/m);
    });
  });

  it('when the network is not the one of the manifest, then info says that the model is not to be used', async () => {
    await inScratch(async (folder) => {
      const model = join(folder, 'tiny');
      await writeTinyModel(model);
      assert.deepEqual((await typed('models', 'info', model)).code, 0);
      await writeFile(join(model, 'model.onnx'), 'cut');
      const { out, err, code } = await typed('models', 'info', model);
      assert.match(out, /^thresholds/m);
      assert.match(
        err,
        /^Warning: this model is not to be used.*not the one its manifest describes.*3 bytes/m,
      );
      assert.equal(code, 1);
    });
  });
});
