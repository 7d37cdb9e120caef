// Makes sim/heldout/protos/*.proto from scripts/heldout/things.mjs; with --verify, only compares them with what is there.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { protoText } from './heldout/parts.mjs';
import { things } from './heldout/things.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'sim', 'heldout', 'protos');
const fileOf = ({ name }) => join(folder, `${name}.proto`);

if (process.argv.includes('--verify')) {
  const different = things.filter((thing) => readFileSync(fileOf(thing), 'utf8') !== protoText(thing));
  for (const { name } of different) console.log(`${name}: the file differs from the generator`);
  console.log(`${things.length - different.length} of ${things.length} things are up to date`);
  process.exitCode = different.length === 0 ? 0 : 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const thing of things) writeFileSync(fileOf(thing), protoText(thing));
}
