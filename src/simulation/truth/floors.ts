// What the floor is made of, under the robot and in its way, from the contactMaterial of what lies flat.
import { outlineOf } from '../camera/shape-outline.js';
import { movePoint, rigidOfPose, turnVector } from '../camera/rigid.js';
import type { Vector } from '../camera/rigid.js';
import { cross, normalize, subtract } from '../camera/outline.js';
import { POSE_STRIDE } from '../scene/poses.js';
import type { Poses } from '../scene/poses.js';
import type { Scene, Shape, Solid } from '../scene/scene.js';

export const surfaces = ['wood', 'tile', 'carpet', 'concrete', 'unknown'] as const;

export type Surface = (typeof surfaces)[number];

export interface SurfaceAnswer {
  readonly surface: Surface;
  /** Share of the points asked that agree, 0..1. */
  readonly share: number;
}

/** The corridor ahead: from and to this far before the robot's origin, this far to each side, metres. */
const AHEAD = { from: 0.3, to: 1.0, half: 0.12, steps: 15, lanes: 5 } as const;
/** What lies higher above the robot's origin than this is not floor, metres. */
const CLIMBABLE = 0.03;

interface FlatPiece {
  readonly surface: Surface;
  readonly height: number;
  readonly corners: readonly Vector[];
}

export class Floors {
  readonly #pieces: readonly FlatPiece[];

  /** Only what cannot move counts as floor. */
  constructor(scene: Scene) {
    this.#pieces = scene.solids
      .filter((solid) => solid.physics === undefined && !solid.robot && surfaceOf(solid) !== 'unknown')
      .flatMap((solid) => solid.shapes.flatMap((shape) => topsOf(solid, shape)))
      .sort((a, b) => b.height - a.height);
  }

  under(poses: Poses, robot: number): SurfaceAnswer {
    const { x, y, z } = placeOf(poses, robot);
    return { surface: this.surfaceAt(x, y, z), share: 1 };
  }

  /** The surface of most of the driving corridor, 0.3 to 1.0 m ahead of the robot's origin. */
  ahead(poses: Poses, robot: number): SurfaceAnswer {
    const { x, y, z, yaw } = placeOf(poses, robot);
    const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
    const votes = new Map<Surface, number>();
    for (let step = 0; step < AHEAD.steps; step++) {
      const forward = AHEAD.from + ((AHEAD.to - AHEAD.from) * (step + 0.5)) / AHEAD.steps;
      for (let lane = 0; lane < AHEAD.lanes; lane++) {
        const left = AHEAD.half * ((2 * (lane + 0.5)) / AHEAD.lanes - 1);
        const surface = this.surfaceAt(x + c * forward - s * left, y + s * forward + c * left, z);
        votes.set(surface, (votes.get(surface) ?? 0) + 1);
      }
    }
    const [surface, most] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
    return { surface, share: most / (AHEAD.steps * AHEAD.lanes) };
  }

  /** The topmost piece at a point of the world that a robot at height z can stand on: a rug hides the floor beneath it. */
  surfaceAt(x: number, y: number, z: number): Surface {
    const piece = this.#pieces.find(
      ({ height, corners }) => height <= z + CLIMBABLE && covers(corners, x, y),
    );
    return piece?.surface ?? 'unknown';
  }
}

function surfaceOf({ contactMaterial }: Solid): Surface {
  return surfaces.find((surface) => surface === contactMaterial) ?? 'unknown';
}

function topsOf(solid: Solid, shape: Shape): FlatPiece[] {
  const outline = outlineOf(shape.geometry);
  const [inSolid, inWorld] = [rigidOfPose(shape.pose), rigidOfPose(solid.pose)];
  const vertices = outline.vertices.map((vertex) => movePoint(inWorld, movePoint(inSolid, vertex)));
  return outline.facets
    .map(({ corners }) => corners.map((corner) => vertices[corner]!))
    .filter(facesUp)
    .map((corners) => ({
      surface: surfaceOf(solid),
      height: corners.reduce((sum, corner) => sum + corner[2] / corners.length, 0),
      corners,
    }));
}

function facesUp([a, b, c]: readonly Vector[]): boolean {
  return normalize(cross(subtract(b!, a!), subtract(c!, a!)))[2] > 0.9;
}

/** Whether a convex polygon, counter-clockwise seen from above, has the point inside. */
function covers(corners: readonly Vector[], x: number, y: number): boolean {
  return corners.every(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length]!;
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
  });
}

function placeOf(poses: Poses, solid: number) {
  const at = solid * POSE_STRIDE;
  const orientation = [poses[at + 3]!, poses[at + 4]!, poses[at + 5]!, poses[at + 6]!] as const;
  const position = [poses[at]!, poses[at + 1]!, poses[at + 2]!] as const;
  const [forwardX, forwardY] = turnVector(rigidOfPose({ position, orientation }), [1, 0, 0]);
  return { x: position[0], y: position[1], z: position[2], yaw: Math.atan2(forwardY, forwardX) };
}
