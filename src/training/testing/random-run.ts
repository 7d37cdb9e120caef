// A folder as a training leaves it, with weights that nobody trained: statistics of norms are drawn too, so that folding matters.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '../../simulation/random.js';
import { parseNetwork } from '../network.js';
import { drawParameters, sliceOf, tableOf } from '../parameters.js';
import { runFiles } from '../run-folder.js';
import { encodeWeights } from '../weights.js';

/** `network`: the description as text. */
export async function writeRandomRun(folder: string, network: string, seed: number): Promise<string> {
  const parsed = parseNetwork(network, 'network.json');
  const parameters = drawParameters(parsed, seed);
  const random = createRandom(seed + 1);
  for (const parameter of tableOf(parsed).parameters) {
    const values = sliceOf(parameters, parameter);
    const draw = drawOf(parameter.role, () => random.normal());
    if (draw !== undefined) for (let i = 0; i < values.length; i++) values[i] = draw();
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, runFiles.network), network);
  await writeFile(join(folder, runFiles.weights), encodeWeights(parsed, parameters, { trainer: 'chance' }));
  const run = {
    schemaVersion: 1,
    dataset: 'd'.repeat(64),
    networkSha256: 'e'.repeat(64),
    recipe: { training: { seed } },
  };
  await writeFile(join(folder, runFiles.run), JSON.stringify(run));
  return folder;
}

function drawOf(role: string, normal: () => number): (() => number) | undefined {
  switch (role) {
    case 'scale':
      return () => 1 + 0.2 * normal();
    case 'bias':
    case 'mean':
      return () => 0.2 * normal();
    case 'variance':
      return () => Math.exp(0.3 * normal());
    default:
      return undefined;
  }
}
