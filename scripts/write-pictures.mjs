// Draws docs/pictures/overview.png: what the camera sees, the room from above, what cluster and guard make of the LIDAR.
// Run it after `npm run build`: node scripts/write-pictures.mjs
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { Camera } from '../dist/simulation/camera/camera.js';
import { findDevice } from '../dist/simulation/embedded/frames.js';
import { loadScene } from '../dist/simulation/scene/load.js';
import { startPoses } from '../dist/simulation/scene/poses.js';
import { renderPlan } from '../dist/simulation/views/plan.js';

const WORLD = 'sim/worlds/living-room.wbt';
const HEIGHT = 480;
const GAP = 12;

const folder = await mkdtemp(join(tmpdir(), 'jackdaw-pictures-'));
const jackdaw = (...args) =>
  execFileSync(process.execPath, ['dist/cli/main.js', ...args], { stdio: 'ignore' });
jackdaw(
  'run',
  '--world',
  WORLD,
  '--headless',
  '--rate',
  'max',
  '--duration',
  '20',
  '--no-camera',
  '--record',
  join(folder, 'bag'),
);
jackdaw(
  'replay',
  join(folder, 'bag'),
  '--stages',
  'cluster,guard',
  '--render',
  join(folder, 'scans'),
  '--pictures',
  '12',
);

const tiles = [
  await resized(await cameraPicture()),
  await resized(await renderPlan(loadScene(WORLD))),
  await resized(await readFile(join(folder, 'scans', '0009.png'))),
];
const width = tiles.reduce((sum, tile) => sum + tile.info.width + GAP, -GAP);
let left = 0;
const placed = tiles.map(({ data, info }) => {
  const at = { input: data, left, top: 0 };
  left += info.width + GAP;
  return at;
});
const ground = { width, height: HEIGHT, channels: 3, background: '#ffffff' };
await writeFile(
  'docs/pictures/overview.png',
  await sharp({ create: ground }).composite(placed).png({ palette: true }).toBuffer(),
);

async function cameraPicture() {
  const scene = loadScene(WORLD);
  const device = { ...findDevice(scene, 'camera'), width: 640, height: 480, antiAliasing: true };
  const frame = (await Camera.open(scene, device, { seed: 1 })).render(startPoses(scene), 0n);
  return sharp(frame.rgb, { raw: { width: frame.width, height: frame.height, channels: 3 } })
    .png()
    .toBuffer();
}

function resized(png) {
  return sharp(png).resize({ height: HEIGHT }).toBuffer({ resolveWithObject: true });
}
