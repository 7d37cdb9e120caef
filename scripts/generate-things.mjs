// Makes the PROTOs that are described in scripts/things: of sim/heldout, and the further ones of sim; with --verify, only compares them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { heldOut } from './things/heldout.mjs';
import { more } from './things/more.mjs';
import { protoText } from './things/parts.mjs';

const simFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'sim');
const files = [
  ...heldOut.map((thing) => fileOf(thing, 'heldout/protos', 'Held out: no training frame shows it.')),
  ...more.map((thing) => fileOf(thing, 'protos', 'In rooms of wide variety.')),
];

if (process.argv.includes('--verify')) {
  const different = files.filter(({ path, text }) => readFileSync(path, 'utf8') !== text);
  for (const { path } of different) console.log(`${path}: the file differs from the generator`);
  console.log(`${files.length - different.length} of ${files.length} things are up to date`);
  process.exitCode = different.length === 0 ? 0 : 1;
} else {
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function fileOf(thing, folder, note) {
  return { path: join(simFolder, folder, `${thing.name}.proto`), text: protoText(thing, note) };
}
