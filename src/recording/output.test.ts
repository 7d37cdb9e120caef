// What a command that writes takes as a place for it: nothing of a person's is replaced.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../picture/encode.js';
import { isPng } from '../picture/mark.js';
import { admitDrawings, admitFile, contentsOf, writeDrawing } from './output.js';
import { inScratch } from './testing/scratch-bag.js';

const usage = { code: 'cli/usage' };
const draws = (name: string): boolean => name === 'plan.png';

describe('a folder for drawings', () => {
  it('when it is new or holds our drawings, then it is taken', async () => {
    await inScratch(async (scratch) => {
      const folder = join(scratch, 'new', 'pictures');
      await admitDrawings({ folder, flag: '--out', draws });
      await writeDrawing(folder, 'plan.png', await encodePng(new Uint8Array(3), 1, 1));
      await writeFile(join(folder, 'cat.png'), 'not to be drawn');
      await admitDrawings({ folder, flag: '--out', draws });
    });
  });

  it("when a drawing would replace a person's file, then it is refused", async () => {
    await inScratch(async (folder) => {
      for (const mine of [await encodePng(new Uint8Array(3), 1, 1), new Uint8Array()]) {
        await writeFile(join(folder, 'plan.png'), mine);
        await assert.rejects(admitDrawings({ folder, flag: '--out', draws }), {
          ...usage,
          found: 'plan.png',
        });
      }
    });
  });

  it('when it holds a bag, a model, a training or a dataset, then it is refused and said what is there', async () => {
    const kinds = [
      ['metadata.yaml', '', 'a bag'],
      ['model.onnx', '', 'a model'],
      ['run.json', '', 'a training'],
      ['metrics.json', '', 'an evaluation'],
      ['manifest.json', '{"splits":{}}', 'a dataset'],
    ] as const;
    for (const [file, text, kind] of kinds) {
      await inScratch(async (folder) => {
        await writeFile(join(folder, file), text);
        const found = `${kind} (${file})`;
        await assert.rejects(admitDrawings({ folder, flag: '--out', draws }), { ...usage, found });
      });
    }
  });

  it('when it is a file, then that is said', async () => {
    await inScratch(async (scratch) => {
      const folder = join(scratch, 'a');
      await writeFile(folder, '');
      await assert.rejects(admitDrawings({ folder, flag: '--out', draws }), {
        what: 'This is not a folder.',
      });
    });
  });
});

describe('a file to be written', () => {
  const admit = (path: string): Promise<void> =>
    admitFile({ path, flag: '--out', ending: '.png', what: 'a PNG picture', isOfKind: isPng });

  it('when its name says something else, then it is refused whether it is there or not', async () => {
    await inScratch(async (scratch) => {
      await assert.rejects(admit(join(scratch, 'labels.json')), usage);
      await admit(join(scratch, 'labels.PNG'));
    });
  });

  it('when a file is there, then it must be of the kind', async () => {
    await inScratch(async (scratch) => {
      const path = join(scratch, 'sheet.png');
      await writeFile(path, await encodePng(new Uint8Array(3), 1, 1));
      await admit(path);
      await writeFile(path, '{"images": []}');
      await assert.rejects(admit(path), { what: 'The file there is not a PNG picture.' });
      assert.equal(await readFile(path, 'utf8'), '{"images": []}');
    });
  });

  it('when it is a folder, then that and its content is said', async () => {
    await inScratch(async (scratch) => {
      const path = join(scratch, 'mine.png');
      await mkdir(path);
      await writeFile(join(path, 'metadata.yaml'), '');
      await assert.rejects(admit(path), { what: 'This is a folder.', found: 'a bag (metadata.yaml)' });
    });
  });
});

describe('what a folder holds', () => {
  it('when it is empty or not there, then nothing; of many files, the first are named', async () => {
    await inScratch(async (folder) => {
      assert.equal(await contentsOf(folder), undefined);
      assert.equal(await contentsOf(join(folder, 'none')), undefined);
      for (const name of ['d.txt', 'c.jpg', 'b.txt', 'a.txt']) await writeFile(join(folder, name), '');
      assert.equal(await contentsOf(folder), 'a folder of pictures (a.txt, b.txt, c.jpg, …)');
    });
  });
});
