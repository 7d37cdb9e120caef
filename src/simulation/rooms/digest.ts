// One number for everything that rooms are made of: quoted in model cards, so that a later change shows.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLoadOptions } from '../scene/load.js';
import { generateRoom } from './generate.js';
import { assetSets } from './kit.js';

/** What decides how a room looks and measures, below the sim folder. */
const ASSET_FOLDERS = ['protos', 'textures', 'heldout'];
/** Rooms whose text stands for the generator's code: another draw anywhere shows in some of them. */
const PROBE_SEEDS = [0, 1, 2, 3, 4, 5, 6, 7];

/** sha256 in hexadecimal over all PROTOs and textures, and over the text of rooms drawn from fixed seeds. */
export function generatorDigest(simFolder: string = defaultLoadOptions.simFolder): string {
  const hash = createHash('sha256');
  for (const path of assetFiles(simFolder)) {
    hash.update(`${path}\0`);
    hash.update(
      createHash('sha256')
        .update(readFileSync(join(simFolder, path)))
        .digest(),
    );
  }
  const load = { ...defaultLoadOptions, simFolder };
  const file = join(simFolder, 'worlds', 'probe.wbt');
  for (const assets of assetSets) {
    for (const seed of PROBE_SEEDS)
      hash.update(generateRoom({ seed, file, assets, variety: 'wide' }, load).text);
  }
  return hash.digest('hex');
}

/** Relative, with forward slashes, in an order that no file system decides. */
function assetFiles(simFolder: string): string[] {
  return ASSET_FOLDERS.flatMap((folder) =>
    readdirSync(join(simFolder, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.(proto|png)$/.test(path)),
  ).sort();
}
