// What jackdaw models card does: results of a model on held-out assets become sections of its card.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toFault } from '../fault/fault.js';
import { readManifest } from '../perception/model/model.js';
import { nodeDisk, replaceFile } from '../recording/disk.js';
import { findModelFolder } from '../robot/named-model.js';
import { CARD_FILE, describeModel } from '../training/export/card.js';
import { parseProof } from '../training/export/proof.js';

export interface CardFlags {
  /** metrics.json of `jackdaw evaluate`, and what the two benches and `models look` print with --json. */
  readonly evaluation?: string;
  readonly approach?: string;
  readonly safety?: string;
  readonly photographs?: string;
}

/** Returns the card's file. Throws model/missing, model/bad-proof, model/write-failed and what reading the manifest throws. */
export async function writeCard(model: string, flags: CardFlags): Promise<string> {
  const folder = await findModelFolder(model);
  const manifest = await readManifest(folder);
  const proof = parseProof(
    {
      evaluation: await readJson(flags.evaluation),
      approach: await readJson(flags.approach),
      safety: await readJson(flags.safety),
      photographs: await readJson(flags.photographs),
    },
    manifest.network.sha256,
  );
  const file = join(folder, CARD_FILE);
  try {
    await replaceFile(nodeDisk, file, Buffer.from(describeModel(manifest, proof)));
  } catch (thrown) {
    throw toFault(thrown, 'model/write-failed', {
      what: 'The card of a model cannot be written.',
      where: file,
      next: 'Free some space or mend the permissions.',
    });
  }
  return file;
}

async function readJson(file: string | undefined): Promise<unknown> {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (thrown) {
    throw toFault(thrown, 'model/bad-proof', {
      what: 'A result cannot be read.',
      where: file,
      expected: 'what evaluate, bench approach, bench safety and models look print with --json',
      next: 'Run the command again.',
    });
  }
}
