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
  const { scans, lostShare, isolatedLossShare, mixedShare, edges } = statistics;
  console.log(
    `| ${name} | ${scans} | ${percent(lostShare)} | ${percent(isolatedLossShare)} | ${noise} | ${percent(mixedShare)} of ${edges} |`,
  );
}

async function realScans(path) {
  const { records } = await collectLog(path);
  const lasers = records.filter(({ kind, laser }) => kind === 'laser' && laser === 1);
  return lasers.map(({ ranges }) => ranges.map((range) => (range < NO_RETURN_M ? range : Infinity)));
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
  const lidar = new Lidar(room.scene, device, { seed: 1, realistic });
  return room.places.map((poses) => {
    lidar.cast(poses, 0, beams);
    return lidar.complete().ranges.slice();
  });
}

console.log(
  '| scans | number | lost | lost alone | noise, mm, at 0.3-1 / 1-2 / 2-4 / 4-8 / 8-16 m | mixed at edges |',
);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const path of process.argv.slice(2)) {
  const scans = await realScans(path);
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
