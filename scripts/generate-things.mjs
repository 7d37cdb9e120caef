// Makes the PROTOs that are described in scripts/things, and the list of those in wide rooms; with --verify, only compares them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { heldOut } from './things/heldout.mjs';
import { listOf, withColors } from './things/list.mjs';
import { protoText } from './things/parts.mjs';
import { variantsOf } from './things/variants.mjs';
import { shapes } from './things/wide.mjs';

const project = join(dirname(fileURLToPath(import.meta.url)), '..');
const simFolder = join(project, 'sim');
const families = shapes.map((shape) => variantsOf(withColors(shape)));
const files = [
  ...heldOut.map((thing) => fileOf(thing, 'heldout/protos', 'Held out: no training frame shows it.')),
  ...families.flat().map((thing) => fileOf(thing, 'protos/wide', 'In rooms of wide variety.')),
  { path: join(project, 'src/simulation/rooms/wide-shapes.ts'), text: await listOf(families) },
];

if (process.argv.includes('--verify')) {
  const different = files.filter(({ path, text }) => readFileSync(path, 'utf8') !== text);
  for (const { path } of different) console.log(`${path}: the file differs from the generator`);
  console.log(`${files.length - different.length} of ${files.length} files are up to date`);
  process.exitCode = different.length === 0 ? 0 : 1;
} else {
  rmSync(join(simFolder, 'protos/wide'), { recursive: true, force: true });
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function fileOf(thing, folder, note) {
  return { path: join(simFolder, folder, `${thing.name}.proto`), text: protoText(thing, note) };
}
