// What a folder of ours is, by the files in it: for who was given another kind than the one that was wanted.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type FolderKind =
  'bag' | 'dataset' | 'training' | 'model' | 'models' | 'captures' | 'evaluation' | 'pictures';

/** For a sentence: this is … */
export const kindInWords = {
  bag: 'a bag',
  dataset: 'a dataset',
  training: 'a training',
  model: 'a model',
  models: 'a folder of models',
  captures: 'a folder of captured bags',
  evaluation: 'an evaluation',
  pictures: 'a folder of pictures',
} as const satisfies Record<FolderKind, string>;

/** More than the manifests of models and datasets have. */
const MANIFEST_BYTES = 64 << 20;

/** undefined where it is none that is known here, or no folder. Never throws. */
export async function findFolderKind(folder: string): Promise<FolderKind | undefined> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  const has = (name: string): boolean => names.includes(name);
  if (has('capture.json')) return 'captures';
  if (has('run.json')) return 'training';
  if (names.some((name) => name === 'metadata.yaml' || isBagName(name))) return 'bag';
  if (has('build.json') && has('parts')) return 'dataset';
  if (has('model.onnx')) return 'model';
  if (has('manifest.json')) return findManifestKind(join(folder, 'manifest.json'));
  if (has('metrics.json')) return 'evaluation';
  if (await holdsVersion(folder, names)) return 'models';
  return names.some(isPictureName) ? 'pictures' : undefined;
}

/** Also what a recording has not finished. */
export function isBagName(name: string): boolean {
  return /\.(mcap|db3)(\.zstd|\.partial)?$/.test(name);
}

export function isPictureName(name: string): boolean {
  return /\.(jpe?g|png)$/i.test(name);
}

/** models/obstacle-net has a folder for each version. */
async function holdsVersion(folder: string, names: readonly string[]): Promise<boolean> {
  const version = names.find((name) => /^\d+\.\d+\.\d+$/.test(name));
  return version !== undefined && (await findFolderKind(join(folder, version))) === 'model';
}

/** Both kinds name theirs so. */
async function findManifestKind(path: string): Promise<FolderKind | undefined> {
  try {
    if ((await stat(path)).size > MANIFEST_BYTES) return undefined;
    const manifest = JSON.parse(await readFile(path, 'utf8')) as Readonly<Record<string, unknown>>;
    if ('splits' in manifest) return 'dataset';
    return 'network' in manifest && 'decoding' in manifest ? 'model' : undefined;
  } catch {
    return undefined;
  }
}
