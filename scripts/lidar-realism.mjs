// Prints how real scans and simulated ones compare, for docs/lidar.md; needs `npm run build` first.
// node scripts/lidar-realism.mjs LOG.gz [LOG.gz ...]     (CARMEN logs)
import { collectLog } from '../dist/recording/carmen/collect.js';
import { createBenchRoom } from '../dist/simulation/lidar/bench-room.js';
import { EXAMPLE_LIDAR } from '../dist/simulation/lidar/example-scene.js';
import { Lidar } from '../dist/simulation/lidar/lidar.js';
import { scanStatistics } from '../dist/simulation/lidar/scan-statistics.js';

/** These logs write 81.8 m and more where nothing came back. */
const NO_RETURN_M = 81;

function print(name, statistics) {
  const percent = (share) => `${(100 * share).toFixed(2)} %`;
  const noise = statistics.wallNoise.map(({ noiseM }) => (1000 * noiseM).toFixed(1)).join(' / ');
  const { scans, lostShare, isolatedLossShare, runLossShare, mixedShare, edges } = statistics;
  console.log(
    `| ${name} | ${scans} | ${percent(lostShare)} | ${percent(isolatedLossShare)} | ${percent(runLossShare)} | ${noise} | ${percent(mixedShare)} of ${edges} |`,
  );
}

async function realScans(path) {
  const { records } = await collectLog(path);
  const lasers = records.filter(({ kind, laser }) => kind === 'laser' && laser === 1);
  const scans = lasers.map(({ ranges }) => ranges.map((range) => (range < NO_RETURN_M ? range : Infinity)));
  return { scans, poses: lasers.map(({ pose }) => pose) };
}

/** Of the beams lost in one scan, the share lost again in the next, where the robot has not moved in between. */
function printLostAgain(name, { scans, poses }) {
  const tally = { lost: 0, again: 0 };
  for (let i = 1; i < scans.length; i++) {
    const [before, here] = [poses[i - 1], poses[i]];
    const isStill = Math.hypot(here.x - before.x, here.y - before.y) < 0.01;
    if (!isStill || Math.abs(here.theta - before.theta) > 0.005) continue;
    scans[i - 1].forEach((range, beam) => {
      if (range !== Infinity) return;
      tally.lost++;
      if (scans[i][beam] === Infinity) tally.again++;
    });
  }
  if (tally.lost > 0) console.log(`${name}: standing still, ${tally.again} of ${tally.lost} were lost again`);
}

function simulatedScans(beams, realistic) {
  const room = createBenchRoom({ obstacles: 36, seed: 1, places: 1000, shapes: 'mixed', leanRad: 0 });
  const device = {
    ...EXAMPLE_LIDAR,
    fieldOfView: Math.PI,
    horizontalResolution: beams,
    maxRange: 80,
    minRange: 0.05,
  };
  // A LIDAR's seed says where its spots are: many of them, so that no single spot decides.
  return room.places.map((poses, place) => {
    const lidar = new Lidar(room.scene, device, { seed: place, realistic });
    lidar.cast(poses, 0, beams);
    return lidar.complete().ranges.slice();
  });
}

const logs = new Map();
for (const path of process.argv.slice(2)) logs.set(path, await realScans(path));
console.log(
  '| scans | number | lost | lost alone | lost in runs | noise, mm, at 0.3-1 / 1-2 / 2-4 / 4-8 / 8-16 m | mixed at edges |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const [path, { scans }] of logs) {
  const beams = Math.round(scans[0].length / 180) * 180;
  print(`${path.split('/').at(-1)}, ${beams} beams`, scanStatistics(scans, Math.PI / beams));
}
for (const beams of [180, 360]) {
  for (const realistic of [false, true]) {
    const scans = simulatedScans(beams, realistic);
    print(
      `simulated${realistic ? ', realistic' : ', ideal'}, ${beams} beams`,
      scanStatistics(scans, Math.PI / beams),
    );
  }
}
for (const [path, log] of logs) printLostAgain(path.split('/').at(-1), log);
