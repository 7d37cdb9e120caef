// A detection on the floor: where a box's lower edge says that a thing stands, how sure that is, and what the LIDAR adds.
import type { Detection2D } from '../../message/messages.js';
import { wrapAngle } from '../../runtime/geometry/planar.js';
import type { BeamView } from './beam-view.js';
import { depthOf, traitsOf } from './class-traits.js';
import type { FloorCamera } from '../floor/floor-camera.js';
import type { FuseConfig } from './fuse-config.js';

/** ObstacleArray.sources. */
export const source = { lidar: 1, camera: 2 } as const;

/** A LIDAR range is this good, m; what is lower than its plane by more than this it cannot have hit. */
const LIDAR_SIGMA_M = 0.02;
const BELOW_PLANE_M = 0.02;
/** However sharp the picture, a thing's place is not known better, metres. */
const LEAST_SIGMA_M = 0.015;
const WIDTH_M = { least: 0.03, most: 3 };

/** One look at one thing. Foot frame at the picture's stamp, metres and radians. */
export interface Sighting {
  readonly classId: string;
  readonly score: number;
  /** Middle of the side that faces the lens, on the floor. */
  readonly x: number;
  readonly y: number;
  /** Direction in which the lens looks at it. */
  readonly bearing: number;
  /** From the point under the lens, and the nearest and farthest that it may be. */
  readonly distance: number;
  readonly near: number;
  readonly far: number;
  readonly sigma: number;
  readonly width: number;
  readonly depth: number;
  readonly height: number;
  /** Its box reaches the lower border: it is there or nearer, where the camera does not see. */
  readonly atEdge: boolean;
  /** Its box reaches a side of the picture: it is wider than it looks. */
  readonly cut: boolean;
  readonly sources: number;
  /** In pixels; undefined for a piece of the floor's end. */
  readonly box: PixelBox | undefined;
}

export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What one picture is judged by. */
export interface Outlook {
  readonly camera: FloorCamera;
  readonly beams: BeamView;
  readonly config: FuseConfig;
}

/** Undefined for a box that cannot be: not finite, empty, outside the picture, or on no floor within range. */
export function sightingOf(detection: Detection2D, outlook: Outlook): Sighting | undefined {
  const { camera, config } = outlook;
  const box = clippedBox(detection, camera);
  const hypothesis = detection.results[0]?.hypothesis;
  if (box === undefined || hypothesis === undefined || !(hypothesis.score >= 0)) return undefined;
  const foot = camera.floorAt((box.left + box.right) / 2, box.bottom);
  if (foot === undefined) return undefined;
  const byFloor = spanOf(foot, camera, config);
  if (!(byFloor.distance <= config.rangeMaxM)) return undefined;
  const sides = sidesOf(box, camera);
  const height = heightOf(box, byFloor.distance, camera);
  const atEdge = box.bottom >= camera.height - config.edgePx;
  const span = atEdge ? byFloor : withLidar(byFloor, sides.half, height, outlook);
  const traits = traitsOf(hypothesis.class_id);
  const width = clamp(2 * byFloor.distance * Math.tan(sides.half), WIDTH_M.least, WIDTH_M.most);
  // A long ball is as high as it is thick.
  const depth = depthOf(traits, traits.ball === true ? Math.min(width, height) : width);
  const isRound = traits.ball === true && span.sources === source.camera;
  const front = isRound ? frontOfBall(span.distance, depth / 2, camera) : span.distance;
  return {
    ...span,
    classId: hypothesis.class_id,
    score: Math.min(1, hypothesis.score),
    x: camera.lens.x + front * Math.cos(sides.bearing),
    y: camera.lens.y + front * Math.sin(sides.bearing),
    bearing: sides.bearing,
    distance: front,
    width,
    depth,
    height: Math.max(0.01, height),
    atEdge,
    cut: box.left <= config.edgePx || box.right >= camera.width - config.edgePx,
    box,
  };
}

/**
 * A ball touches the floor in its middle and bulges towards us; the line of sight that grazes it from below meets the
 * floor a little before that middle: both tangents from there are equally long.
 */
function frontOfBall(distance: number, radius: number, { lens }: FloorCamera): number {
  const down = Math.atan2(lens.z, distance);
  return Math.max(0, distance - radius * (1 - Math.tan(down / 2)));
}

/** The part of a box that lies in the picture. */
function clippedBox({ bbox }: Detection2D, { width, height }: FloorCamera): PixelBox | undefined {
  const { x, y } = bbox.center.position;
  const left = Math.max(0, x - bbox.size_x / 2);
  const right = Math.min(width, x + bbox.size_x / 2);
  const top = Math.max(0, y - bbox.size_y / 2);
  const bottom = Math.min(height, y + bbox.size_y / 2);
  // Written so that NaN is refused too.
  return right - left >= 1 && bottom - top >= 1 ? { left, top, right, bottom } : undefined;
}

interface Span {
  readonly bearing: number;
  readonly distance: number;
  readonly near: number;
  readonly far: number;
  readonly sigma: number;
  readonly sources: number;
}

/** A point of the floor as seen from the lens, with what an error of the camera's pitch and of the edge can do. */
export function spanOf(
  point: { readonly x: number; readonly y: number },
  { lens, focalPx }: FloorCamera,
  { pitchErrorRad, pixelErrorPx }: FuseConfig,
): Span {
  const x = point.x - lens.x;
  const y = point.y - lens.y;
  const distance = Math.hypot(x, y);
  const down = Math.atan2(lens.z, distance);
  const error = pitchErrorRad + pixelErrorPx / focalPx;
  const near = lens.z / Math.tan(Math.min(Math.PI / 2, down + error));
  const far = down > error ? lens.z / Math.tan(down - error) : Infinity;
  const sigma = Math.max(LEAST_SIGMA_M, (distance - near) / 2);
  return { bearing: Math.atan2(y, x), distance, near, far, sigma, sources: source.camera };
}

/** LIDAR replaces the floor's answer where both agree; where the thing itself is nearer to the LIDAR, that counts. */
function withLidar(span: Span, half: number, height: number, { beams }: Outlook): Span {
  const { bearing, near, far } = span;
  if (beams.planeM === undefined || height < beams.planeM - BELOW_PLANE_M) return span;
  const distance =
    beams.nearestOfSurface(bearing, half, near, far) ?? beams.coverNearer(bearing, 0.7 * half, near);
  if (distance === undefined) return span;
  const exact = { near: distance - LIDAR_SIGMA_M, far: distance + LIDAR_SIGMA_M };
  return {
    ...span,
    ...exact,
    distance,
    sigma: LIDAR_SIGMA_M,
    sources: source.camera | source.lidar,
  };
}

/** Bearing of a box's middle and half the angle that it takes, along its lower edge. */
function sidesOf({ left, right, bottom }: PixelBox, camera: FloorCamera) {
  const a = camera.rayThrough(left, bottom);
  const b = camera.rayThrough(right, bottom);
  const leftward = Math.atan2(a.y, a.x);
  const turn = wrapAngle(Math.atan2(b.y, b.x) - leftward);
  return { bearing: wrapAngle(leftward + turn / 2), half: Math.min(1.4, Math.abs(turn) / 2) };
}

/** Of its highest visible point over the floor, if that is as far away as its foot. */
function heightOf({ left, right, top }: PixelBox, distance: number, camera: FloorCamera): number {
  const ray = camera.rayThrough((left + right) / 2, top);
  return camera.lens.z + (distance * ray.z) / Math.max(1e-6, Math.hypot(ray.x, ray.y));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
