// What a set of scans shows of its LIDAR's ways: lost beams, noise along straight walls, ranges between the two sides of an edge.

export interface ScanStatistics {
  readonly scans: number;
  readonly beams: number;
  /** Share of beams without a return. */
  readonly lostShare: number;
  /** Share of beams without a return between two that met one surface: nothing there explains the loss. */
  readonly isolatedLossShare: number;
  /** Share of beams in runs of two and more without a return between two that met one surface. */
  readonly runLossShare: number;
  /** Standard deviation across straight walls, metres: median over windows whose middle lies in the range. */
  readonly wallNoise: readonly {
    readonly fromM: number;
    readonly toM: number;
    readonly windows: number;
    readonly noiseM: number;
  }[];
  /** Share of the edges between two surfaces at which one beam says a range in between. */
  readonly mixedShare: number;
  readonly edges: number;
}

const WINDOW = 15;
/** A window that strays farther from its line than this is no wall. */
const STRAIGHT_M = 0.06;
/** Ranges of neighbours on one surface differ less than this. */
const SURFACE_M = 0.3;
const EDGE_M = 0.5;
/** Of the two beams on one side of an edge: a surface at a grazing angle, which looks like many edges, is not steady. */
const STEADY_M = 0.15;
/** A mixed range is at least this far from both sides of its edge. */
const BETWEEN_M = 0.12;
const RANGES_M = [0.3, 1, 2, 4, 8, 16] as const;

/** Ranges in metres, counter-clockwise, one scan each; anything not finite is a beam without a return. */
export function scanStatistics(scans: readonly ArrayLike<number>[], angleIncrement: number): ScanStatistics {
  const tally = { beams: 0, lost: 0, isolated: 0, inRuns: 0, edges: 0, mixed: 0 };
  const noises: number[][] = RANGES_M.slice(1).map(() => []);
  for (const ranges of scans) {
    for (let beam = 0; beam < ranges.length; beam++) tallyBeam(ranges, beam, tally);
    tally.inRuns += lostInRuns(ranges);
    for (let first = 0; first + WINDOW <= ranges.length; first += WINDOW) {
      const noiseM = lineNoise(ranges, first, angleIncrement);
      const bin = RANGES_M.findLastIndex((from) => ranges[first + (WINDOW >> 1)]! >= from);
      if (noiseM !== undefined) noises[bin]?.push(noiseM);
    }
  }
  return {
    scans: scans.length,
    beams: tally.beams,
    lostShare: tally.lost / tally.beams,
    isolatedLossShare: tally.isolated / tally.beams,
    runLossShare: tally.inRuns / tally.beams,
    wallNoise: noises.map((bin, i) => ({
      fromM: RANGES_M[i]!,
      toM: RANGES_M[i + 1]!,
      windows: bin.length,
      noiseM: bin.sort((a, b) => a - b)[bin.length >> 1] ?? Number.NaN,
    })),
    mixedShare: tally.mixed / tally.edges,
    edges: tally.edges,
  };
}

function tallyBeam(
  ranges: ArrayLike<number>,
  beam: number,
  tally: { beams: number; lost: number; isolated: number; edges: number; mixed: number },
): void {
  const before = ranges[beam - 1] ?? Number.NaN;
  const here = ranges[beam]!;
  const after = ranges[beam + 1] ?? Number.NaN;
  const lost = !Number.isFinite(here);
  tally.beams++;
  if (lost) tally.lost++;
  if (lost && Math.abs(after - before) < SURFACE_M) tally.isolated++;
  if (isEdge(ranges, beam, beam + 1)) tally.edges++;
  if (!isEdge(ranges, beam - 1, beam + 1)) return;
  const [near, far] = before < after ? [before, after] : [after, before];
  if (here <= near + BETWEEN_M || here >= far - BETWEEN_M || lost) return;
  tally.edges++;
  tally.mixed++;
}

/** Beams of one scan in runs without a return whose two ends met one surface. */
function lostInRuns(ranges: ArrayLike<number>): number {
  let lost = 0;
  let last = -1;
  for (let beam = 0; beam < ranges.length; beam++) {
    if (!Number.isFinite(ranges[beam])) continue;
    const run = beam - last - 1;
    if (run > 1 && last >= 0 && Math.abs(ranges[beam]! - ranges[last]!) < SURFACE_M) lost += run;
    last = beam;
  }
  return lost;
}

/** Whether two beams meet surfaces far apart, each as steady with its next beam outward as a surface met well is. */
function isEdge(ranges: ArrayLike<number>, left: number, right: number): boolean {
  const before = ranges[left - 1] ?? Number.NaN;
  const from = ranges[left] ?? Number.NaN;
  const to = ranges[right] ?? Number.NaN;
  const after = ranges[right + 1] ?? Number.NaN;
  const steady = Math.abs(from - before) < STEADY_M && Math.abs(after - to) < STEADY_M;
  return steady && Math.abs(to - from) > EDGE_M;
}

/** Standard deviation of WINDOW points about their line (total least squares); undefined if they are no straight wall. */
function lineNoise(ranges: ArrayLike<number>, first: number, angleIncrement: number): number | undefined {
  const points = Array.from({ length: WINDOW }, (_, i) => {
    const range = ranges[first + i]!;
    const angle = (i - (WINDOW >> 1)) * angleIncrement;
    return [range * Math.cos(angle), range * Math.sin(angle)] as const;
  });
  if (points.some(([x]) => !Number.isFinite(x))) return undefined;
  const mean = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / WINDOW;
  const [mx, my] = [mean(0), mean(1)];
  const moment = (a: 0 | 1, b: 0 | 1): number =>
    points.reduce(
      (sum, point) => sum + (point[a] - (a === 0 ? mx : my)) * (point[b] - (b === 0 ? mx : my)),
      0,
    );
  const [xx, xy, yy] = [moment(0, 0), moment(0, 1), moment(1, 1)];
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const off = points.map(([x, y]) => Math.cos(angle) * (y - my) - Math.sin(angle) * (x - mx));
  if (off.some((distance) => Math.abs(distance) > STRAIGHT_M)) return undefined;
  // A line takes two degrees of freedom.
  return Math.sqrt(off.reduce((sum, distance) => sum + distance * distance, 0) / (WINDOW - 2));
}
