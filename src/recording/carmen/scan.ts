// From a logged laser message to a LaserScan: angles by beam count where the log says none, ranges by REP-117.
import type { LaserScan } from '../../message/messages.js';
import { type TimeNs, toTime } from '../../message/time.js';
import type { LaserRecord } from './parse.js';

export interface RangeCounts {
  beams: number;
  /** At or beyond the laser's range: +Inf. */
  noReturn: number;
  /** Below the least range, above 0: -Inf. */
  tooNear: number;
  /** 0, negative or no number: NaN, since the log does not say what it means. */
  unknown: number;
}

export interface ScanSettings {
  readonly frame: string;
  /** Metres; the log's own, if it has one, wins when it is smaller. */
  readonly rangeMax: number;
  readonly rangeMin: number;
}

const DEGREE = Math.PI / 180;

/** Beam counts of lasers that are common in such logs: resolution and first angle, degrees. */
const geometryByBeams: ReadonlyMap<number, { readonly step: number; readonly first: number }> = new Map([
  [180, { step: 1, first: -90 }],
  [181, { step: 1, first: -90 }],
  [360, { step: 0.5, first: -90 }],
  [361, { step: 0.5, first: -90 }],
  [400, { step: 0.25, first: -50 }],
  [401, { step: 0.25, first: -50 }],
  [541, { step: 0.5, first: -135 }],
  [682, { step: 360 / 1024, first: (-681 / 2) * (360 / 1024) }],
  [1081, { step: 0.25, first: -135 }],
]);

/** Takes over the record's ranges. */
export function toScan(
  record: LaserRecord,
  stamp: TimeNs,
  settings: ScanSettings,
  counts: RangeCounts,
): LaserScan {
  const { ranges } = record;
  const { step, first } = geometryOf(record);
  const rangeMax = Math.min(record.rangeMax ?? Infinity, settings.rangeMax);
  applyRep117(ranges, { rangeMin: settings.rangeMin, rangeMax }, counts);
  return {
    header: { stamp: toTime(stamp), frame_id: settings.frame },
    angle_min: first,
    angle_max: first + step * Math.max(0, ranges.length - 1),
    angle_increment: step,
    time_increment: 0,
    scan_time: 0,
    range_min: settings.rangeMin,
    range_max: rangeMax,
    ranges,
    intensities: new Float32Array(0),
  };
}

/** Radians. Unknown counts are spread over 180 degrees. */
function geometryOf({ angleMin, angleIncrement, ranges }: LaserRecord): { step: number; first: number } {
  if (angleMin !== undefined && angleIncrement !== undefined)
    return { step: angleIncrement, first: angleMin };
  const known = geometryByBeams.get(ranges.length);
  if (known !== undefined) return { step: known.step * DEGREE, first: known.first * DEGREE };
  return { step: Math.PI / Math.max(1, ranges.length - 1), first: -Math.PI / 2 };
}

/** REP-117: +Inf nothing in range, -Inf too near to measure, NaN erroneous. */
function applyRep117(
  ranges: Float32Array,
  { rangeMin, rangeMax }: { readonly rangeMin: number; readonly rangeMax: number },
  counts: RangeCounts,
): void {
  counts.beams += ranges.length;
  for (let i = 0; i < ranges.length; i++) {
    const range = ranges[i]!;
    if (!(range > 0)) {
      ranges[i] = NaN;
      counts.unknown++;
    } else if (range >= rangeMax) {
      ranges[i] = Infinity;
      counts.noReturn++;
    } else if (range < rangeMin) {
      ranges[i] = -Infinity;
      counts.tooNear++;
    }
  }
}
