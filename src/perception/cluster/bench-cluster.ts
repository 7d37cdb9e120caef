// How long `cluster` takes for a scan: points placed and deskewed, grouped, walls told, boxes measured.
import { identityPlanar, moveAlong } from '../../runtime/geometry/planar.js';
import { Sweep } from '../../runtime/geometry/sweep.js';
import { clusterConfig } from './cluster-config.js';
import { exampleScan, furnishedRoom } from './example-scan.js';
import { Segmentation } from './segment.js';

export interface ClusterBench {
  readonly beams: number;
  /** Median over the rounds, microseconds per scan. */
  readonly microseconds: number;
}

const ROUNDS = 15;
const SCANS_PER_ROUND = 200;
const WARM_UP_ROUNDS = 5;

/** Measures the pure centre on a furnished room. `now` is a monotonic clock in milliseconds. */
export function benchCluster(now: () => number, beamCounts: readonly number[] = [360, 1080]): ClusterBench[] {
  return beamCounts.map((beams) => ({ beams, microseconds: medianMicroseconds(now, beams) }));
}

function medianMicroseconds(now: () => number, beams: number): number {
  const scan = exampleScan(furnishedRoom, { beams, rippleM: 0.01 });
  const end = moveAlong(identityPlanar, 0.25, 1, 0.1);
  const config = clusterConfig.parse({});
  const sweep = new Sweep();
  const segmentation = new Segmentation();
  const round = (): number => {
    const start = now();
    for (let k = 0; k < SCANS_PER_ROUND; k++) {
      sweep.fill(scan, identityPlanar, end);
      segmentation.segment(sweep, config);
    }
    return ((now() - start) * 1000) / SCANS_PER_ROUND;
  };
  for (let k = 0; k < WARM_UP_ROUNDS; k++) round();
  const rounds = Array.from({ length: ROUNDS }, round);
  return rounds.sort((a, b) => a - b)[ROUNDS >> 1]!;
}
