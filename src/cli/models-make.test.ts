// The chain from rooms to a proven model: its order, and going on after a failure. A twin stands for our command line.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyModel } from '../perception/model/testing/tiny-model.js';
import { makeModel, type MakeFlags } from './models-make.js';
import type { StepTools } from './steps.js';

/** Notes what it is asked for; export publishes a model that is there, tune fails as long as a file says so, benches find something. */
const twin = (folder: string): string => `
import { appendFileSync, cpSync, existsSync } from 'node:fs';
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(join(folder, 'asked'))}, args.join(' ') + '\\n');
if (args[1] === 'tune' && existsSync(${JSON.stringify(join(folder, 'broken'))})) process.exit(4);
if (args[1] === 'export') cpSync(${JSON.stringify(join(folder, 'ready'))}, args.at(-1), { recursive: true });
if (args[0] === 'bench') { console.log('{}'); process.exit(1); }
`;

describe('making a model', () => {
  let folder: string;
  let flags: MakeFlags;
  const tools = (): StepTools => ({ main: join(folder, 'main.mjs'), say: () => undefined });
  const asked = async (): Promise<string[]> => {
    const lines = (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
    await rm(join(folder, 'asked'));
    return lines.map((line) => line.split(' ').slice(0, 2).join(' '));
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-make-'));
    await mkdir(join(folder, 'ready'));
    await writeTinyModel(join(folder, 'ready'));
    await writeFile(tools().main, twin(folder));
    flags = { out: join(folder, 'model'), work: join(folder, 'work'), seed: 1, learner: 'wasm' };
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('when all goes well, then each step is taken once, and benches that find something are no failure', async () => {
    await makeModel(flags, tools());
    assert.deepEqual(await asked(), [
      ...['capture --rooms', 'dataset build', 'train --data', 'models tune', 'models export'],
      ...['capture --assets', 'dataset build', 'evaluate --model', 'bench approach', 'bench safety'],
      'models card',
    ]);
    await makeModel(flags, tools());
    await assert.rejects(asked(), { code: 'ENOENT' });
  });

  it('when a step fails, then it says which, and the next time it goes on there', async () => {
    await writeFile(join(folder, 'broken'), '');
    await assert.rejects(makeModel(flags, tools()), { code: 'process/ended', found: 'exit code 4' });
    assert.equal((await asked()).at(-1), 'models tune');
    await rm(join(folder, 'broken'));
    await makeModel(flags, tools());
    assert.equal((await asked())[0], 'models tune');
  });
});
