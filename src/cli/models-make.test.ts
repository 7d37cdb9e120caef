// The chain from rooms to a proven model: its order, and going on after a failure. A twin stands for our command line.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeTinyModel } from '../perception/model/testing/tiny-model.js';
import { makeModel, type MakeFlags } from './models-make.js';
import type { StepTools } from './steps.js';

/** Notes what it is asked for; export publishes a model that is there, tune fails as long as a file says so, benches find something, a slow training ends when it is asked to. */
const twin = (folder: string): string => `
import { appendFileSync, cpSync, existsSync } from 'node:fs';
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(join(folder, 'asked'))}, args.join(' ') + '\\n');
if (args[1] === 'tune' && existsSync(${JSON.stringify(join(folder, 'broken'))})) process.exit(4);
if (args[1] === 'export') cpSync(${JSON.stringify(join(folder, 'ready'))}, args.at(-1), { recursive: true });
if (args[0] === 'train' && existsSync(${JSON.stringify(join(folder, 'slow'))})) { process.once('SIGTERM', () => process.exit(1)); setInterval(() => undefined, 1000); }
if (args[0] === 'bench') { console.log('{}'); process.exit(1); }
`;

describe('making a model', () => {
  let folder: string;
  let flags: MakeFlags;
  let stop: AbortController;
  const tools = (): StepTools => ({
    main: join(folder, 'main.mjs'),
    say: () => undefined,
    signal: stop.signal,
  });
  const asked = async (): Promise<string[]> => {
    const lines = (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
    await rm(join(folder, 'asked'));
    return lines.map((line) =>
      line.includes('--resume') ? 'train --resume' : line.split(' ').slice(0, 2).join(' '),
    );
  };

  beforeEach(async () => {
    stop = new AbortController();
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-make-'));
    await mkdir(join(folder, 'ready'));
    await writeTinyModel(join(folder, 'ready'));
    await writeFile(tools().main, twin(folder));
    flags = { out: join(folder, 'model', '1.0.0'), work: join(folder, 'work'), seed: 1, learner: 'wasm' };
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

  it('when what a step printed is taken away, then that step is taken again', async () => {
    await makeModel(flags, tools());
    await asked();
    const [proof] = (await readdir(flags.work)).filter((name) => name.startsWith('proof-'));
    await rm(join(flags.work, proof!, 'safety.json'));
    await makeModel(flags, tools());
    assert.deepEqual(await asked(), ['bench safety']);
  });

  it('when it is told to end, then the step that runs ends, and the next time the training goes on', async () => {
    await writeFile(join(folder, 'slow'), '');
    const begun = makeModel(flags, tools());
    while (!(await readFile(join(folder, 'asked'), 'utf8').catch(() => '')).includes('train'))
      await sleep(20);
    stop.abort();
    await assert.rejects(begun, { code: 'process/ended', what: 'The step train was interrupted.' });
    await assert.rejects(makeModel(flags, tools()), { code: 'process/ended' });
    await asked();
    await rm(join(folder, 'slow'));
    // As far as it had come: not to its first checkpoint.
    await mkdir(join(flags.work, 'run'), { recursive: true });
    await writeFile(join(flags.work, 'run', 'run.json'), '{}');
    stop = new AbortController();
    await makeModel(flags, tools());
    assert.ok((await asked()).includes('train --resume'));
  });

  it('when its folder cannot be made, then that is a Fault that says where', async () => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(makeModel({ ...flags, work: join(folder, 'file', 'work') }, tools()), {
      code: 'cli/output',
      where: join(folder, 'file', 'work'),
    });
  });

  it('when --out does not end in a version, then it says so before hours of work', async () => {
    const out = join(folder, 'mine');
    await assert.rejects(makeModel({ ...flags, out }, tools()), {
      code: 'cli/usage',
      message: /mine\/0\.1\.0/,
    });
    assert.deepEqual((await readdir(folder)).includes('work'), false);
  });
});
