// How far off a detection says a thing is: the floor under the lower edge of its box, against the labelled distance.
import { fileURLToPath } from 'node:url';
import { FloorCamera } from '../perception/floor/floor-camera.js';
import { compose } from '../runtime/geometry/rigid.js';
import { toCameraInfo } from '../simulation/camera/info.js';
import { findDevice, staticTransforms } from '../simulation/embedded/frames.js';
import { loadScene } from '../simulation/scene/load.js';
import { quantile } from '../runtime/quantile.js';
import type { JudgedFound, JudgedFrame } from './judged.js';
import type { FrameOutcome } from './operating.js';
import { sliceEdges } from './slices.js';

const WORLD = fileURLToPath(new URL('../../sim/worlds/living-room.wbt', import.meta.url));
/** A box that ends so near the lower border ends where the camera does not see, pixels. */
const EDGE_PX = 2;
/** What counts as a good distance. */
export const GOOD_ERROR = 0.2;

export interface DistanceRow {
  readonly fromM: number;
  readonly toM: number;
  readonly count: number;
  /** |said - is| / is. Undefined without any. */
  readonly medianError: number | undefined;
  readonly error90: number | undefined;
  /** Median of said - is, metres. */
  readonly biasM: number | undefined;
  /** Share with an error of at most 20 %. */
  readonly good: number | undefined;
}

/** The camera of the robot that datasets are captured with, as it is built: each room turns it by up to 1°, which errors bear. */
export function nominalCamera(): FloorCamera | undefined {
  const scene = loadScene(WORLD);
  const device = findDevice(scene, 'camera');
  if (device === undefined) return undefined;
  const stamp = { sec: 0, nanosec: 0 };
  const { transforms } = staticTransforms(scene, 0, stamp);
  const of = (child: string) => transforms.find(({ child_frame_id }) => child_frame_id === child)!.transform;
  const info = toCameraInfo(device, { stamp, frame_id: 'camera_optical_frame' });
  return new FloorCamera(info, compose(of('camera_link'), of('camera_optical_frame')));
}

/** Metres from base_footprint; undefined for a box whose lower edge is on no floor or on the border of the picture. */
export function floorDistance(
  camera: FloorCamera,
  { left, right, bottom }: JudgedFound,
  { width, height }: Pick<JudgedFrame, 'width' | 'height'>,
): number | undefined {
  if (bottom >= height - EDGE_PX) return undefined;
  const [scaleX, scaleY] = [camera.width / width, camera.height / height];
  const foot = camera.floorAt(((left + right) / 2) * scaleX, bottom * scaleY);
  return foot === undefined ? undefined : Math.hypot(foot.x, foot.y);
}

/** Of the objects that were found, by true distance. */
export function distanceTable(
  camera: FloorCamera,
  frames: readonly JudgedFrame[],
  outcomes: readonly FrameOutcome[],
): DistanceRow[] {
  const pairs = outcomes.flatMap(({ objects }, i) =>
    objects.flatMap(({ truth, by }) => {
      const said = by === undefined ? undefined : floorDistance(camera, by, frames[i]!);
      const is = truth.distanceM;
      return said === undefined || is === undefined || is <= 0 ? [] : [{ said, is }];
    }),
  );
  const edges = sliceEdges.distanceM;
  return edges.slice(0, -1).map((fromM, i) => {
    const toM = edges[i + 1]!;
    return { fromM, toM, ...errorsOf(pairs.filter(({ is }) => is >= fromM && is < toM)) };
  });
}

function errorsOf(
  pairs: readonly { readonly said: number; readonly is: number }[],
): Omit<DistanceRow, 'fromM' | 'toM'> {
  const count = pairs.length;
  if (count === 0) {
    return { count, medianError: undefined, error90: undefined, biasM: undefined, good: undefined };
  }
  const rising = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
  const errors = rising(pairs.map(({ said, is }) => Math.abs(said - is) / is));
  const offs = rising(pairs.map(({ said, is }) => said - is));
  return {
    count,
    medianError: quantile(errors, 0.5),
    error90: quantile(errors, 0.9),
    biasM: quantile(offs, 0.5),
    good: errors.filter((error) => error <= GOOD_ERROR).length / count,
  };
}
