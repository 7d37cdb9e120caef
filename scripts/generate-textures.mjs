// Makes textures/*.png and the PROTO of each surface in protos/surfaces/, of sim and of sim/heldout; with --verify, only compares them.
import { Buffer } from 'node:buffer';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodePng, encodePng } from './textures/png.mjs';
import { mix } from './textures/noise.mjs';
import * as sets from './textures/surfaces.mjs';
import { wideSurfaces } from './textures/wide-surfaces.mjs';

const SIZE_PX = 256;
const COLOURS = 28;
const MAX_BYTES = 60_000;
const simFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'sim');
const surfaces = [
  ...[...sets.surfaces, ...wideSurfaces].map((surface) => ({ ...surface, folder: simFolder })),
  ...sets.heldOutSurfaces.map((surface) => ({ ...surface, folder: join(simFolder, 'heldout') })),
];

const different = process.argv.includes('--verify') ? surfaces.filter((surface) => !isUpToDate(surface)) : [];
if (process.argv.includes('--verify')) report();
else surfaces.forEach(write);

function write(surface) {
  const { pngFile, protoFile } = filesOf(surface);
  const png = encodePng(draw(surface));
  if (png.length > MAX_BYTES)
    throw new Error(`${pngFile} would be ${png.length} bytes; at most ${MAX_BYTES}`);
  for (const file of [pngFile, protoFile]) mkdirSync(dirname(file), { recursive: true });
  writeFileSync(pngFile, png);
  writeFileSync(protoFile, protoOf(surface));
}

function report() {
  for (const { name } of different) console.log(`${name}: the files differ from the generator`);
  console.log(`${surfaces.length - different.length} of ${surfaces.length} surfaces are up to date`);
  process.exitCode = different.length === 0 ? 0 : 1;
}

function isUpToDate(surface) {
  const { pngFile, protoFile } = filesOf(surface);
  const found = decodePng(readFileSync(pngFile));
  const wanted = draw(surface);
  const samePixels = Buffer.compare(found.indices, wanted.indices) === 0;
  const samePalette = JSON.stringify(found.palette) === JSON.stringify(wanted.palette);
  return samePixels && samePalette && readFileSync(protoFile, 'utf8') === protoOf(surface);
}

function draw({ pattern, ramp }) {
  const indices = new Uint8Array(SIZE_PX * SIZE_PX);
  for (let i = 0; i < indices.length; i++) {
    const value = pattern(((i % SIZE_PX) + 0.5) / SIZE_PX, (Math.floor(i / SIZE_PX) + 0.5) / SIZE_PX);
    indices[i] = Math.floor(Math.min(0.999999, Math.max(0, value)) * COLOURS);
  }
  return { sizePx: SIZE_PX, palette: paletteOf(ramp), indices };
}

/** COLOURS steps along the ramp, whose colours stand at even distances. */
function paletteOf(ramp) {
  const stops = ramp.map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  return Array.from({ length: COLOURS }, (_, i) => {
    const place = (i / (COLOURS - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(place));
    return [0, 1, 2].map((c) => Math.round(mix(stops[below][c], stops[below + 1][c], place - below)));
  });
}

function filesOf({ name, folder }) {
  return {
    pngFile: join(folder, 'textures', `${fileNameOf(name)}.png`),
    protoFile: join(folder, 'protos', 'surfaces', `${name}.proto`),
  };
}

function fileNameOf(name) {
  return name.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
}

function protoOf({ name, about, roughness }) {
  return `#VRML_SIM R2025a utf8
# license: Apache-2.0
# license url: https://www.apache.org/licenses/LICENSE-2.0
# ${about}: written with its texture by scripts/generate-textures.mjs.

PROTO ${name} [
  field SFColor baseColor        1 1 1
  field SFFloat roughness        ${roughness}
  field SFNode  textureTransform NULL
]
{
  PBRAppearance {
    baseColor IS baseColor
    baseColorMap ImageTexture {
      url [
        "../../textures/${fileNameOf(name)}.png"
      ]
    }
    roughness IS roughness
    metalness 0
    textureTransform IS textureTransform
    name "${name}"
  }
}
`;
}
