// The light of the whole scene: maps made when a surface is first seen, and made anew only where something moved.
import { POSE_STRIDE } from '../scene/poses.js';
import type { Poses } from '../scene/poses.js';
import type { Scene, Solid } from '../scene/scene.js';
import { Baker, FEELER_REACH, POINT_STRIDE, quick, thorough } from './baking.js';
import type { Effort } from './baking.js';
import { CasterGrid } from './caster-grid.js';
import { CasterList, createCasters, placeCaster } from './casters.js';
import type { Caster } from './casters.js';
import type { Facets } from './facets.js';
import { ambientLight, createLamps } from './lamps.js';
import type { Lamp } from './lamps.js';
import { LightMap, TILE_CELLS } from './light-map.js';
import { GAMMA, soften } from './tone.js';
import { createRigid, movePoint, turnVector, writeRigid } from './rigid.js';

/** A solid counts as moved when its pose, rounded to these, changes: light then depends on poses alone, not on history. */
const ACROSS_STEP = 0.01;
const UP_STEP = 0.002;
const TURN_STEP = 1 / 128;

export class Lighting {
  readonly #facets: Facets;
  readonly #lamps: readonly Lamp[];
  readonly #baker: Baker;
  readonly #standing: CasterGrid;
  /** Those movers that may dim the tile at hand. */
  readonly #moving = new CasterList();
  readonly #light = new Float32Array(3);
  readonly #direct: Float32Array;
  readonly #movers: readonly Caster[];
  readonly #canMove: readonly boolean[];
  readonly #movable: readonly number[];
  readonly #maps: (LightMap | undefined)[];
  readonly #mapsOfSolid: number[][];
  readonly #spheres: Float64Array;
  /** Poses of all solids, rounded where they can move: what the light is made for. */
  readonly #poses: Poses;
  readonly #exposure: number;

  constructor(scene: Scene, facets: Facets, poses: Poses, exposure: number) {
    this.#exposure = exposure;
    this.#facets = facets;
    this.#lamps = createLamps(scene);
    this.#canMove = scene.solids.map((solid) => canMove(scene, solid));
    this.#movable = scene.solids.filter(({ index }) => this.#canMove[index]).map(({ index }) => index);
    this.#poses = poses.slice();
    for (const solid of this.#movable) this.#roundPose(solid, poses);
    const still = createCasters(scene, facets, (solid) => !this.#canMove[solid]!);
    this.#movers = createCasters(scene, facets, (solid) => this.#canMove[solid]!);
    for (const caster of [...still, ...this.#movers]) placeCaster(caster, facets, this.#poses);
    this.#standing = new CasterGrid(still);
    this.#baker = new Baker(this.#lamps, ambientLight(scene));
    this.#direct = new Float32Array(this.#lamps.length);
    this.#maps = new Array<LightMap | undefined>(facets.patches.length).fill(undefined);
    this.#mapsOfSolid = scene.solids.map(() => []);
    facets.patches.forEach(({ shape }, patch) => this.#mapsOfSolid[facets.shapes[shape]!.solid]!.push(patch));
    this.#spheres = new Float64Array(scene.solids.length * 4);
    for (const { index } of scene.solids) this.#placeSphere(index);
  }

  /** To be called before the frame's maps are asked for. */
  update(poses: Poses): void {
    for (const solid of this.#movable) {
      if (this.#isWhereItWas(solid, poses)) continue;
      this.#spoilAround(solid);
      this.#roundPose(solid, poses);
      this.#placeSphere(solid);
      for (const mover of this.#movers)
        if (mover.solid === solid) placeCaster(mover, this.#facets, this.#poses);
      this.#spoilAround(solid);
      for (const patch of this.#mapsOfSolid[solid]!) this.#maps[patch]?.forget();
    }
  }

  /** Texels of the patch's light, r | g << 10 | b << 20, ten bits each; they hold until the next update. */
  texels(patch: number): Int32Array {
    const map = (this.#maps[patch] ??= this.#createMap(patch));
    if (!map.isPlaced) this.#place(map);
    if (map.staleCount > 0) this.#freshen(map);
    return map.texels;
  }

  #createMap(patch: number): LightMap {
    const placed = this.#facets.patches[patch]!;
    const { baseColor, emissiveColor } = this.#facets.shapes[placed.shape]!.material.appearance;
    const linear = (channel: number) => channel ** GAMMA;
    return new LightMap(placed, this.#lamps.length, {
      tint: baseColor.map(linear),
      glow: emissiveColor.map(linear),
    });
  }

  /** Where the corners are now, and what light the immovable leaves them. */
  #place(map: LightMap): void {
    this.#placeCorners(map);
    const { points, direct, bounced } = map;
    const standing = { blocker: this.#standing, except: map.patch.shape, effort: this.#effortFor(map) };
    for (let at = 0, corner = 0; at < points.length; at += POINT_STRIDE, corner++) {
      this.#baker.expose(points, at, direct, corner * this.#lamps.length, bounced, corner * 3);
      this.#baker.obscure(points, at, standing, direct, corner * this.#lamps.length, bounced, corner * 3);
    }
    map.isPlaced = true;
  }

  #effortFor({ patch }: LightMap): Effort {
    return this.#canMove[this.#facets.shapes[patch.shape]!.solid]! ? quick : thorough;
  }

  /** In the world; at the rim a little inwards, where neighbours do not swallow it. */
  #placeCorners({ patch, points }: LightMap): void {
    const { columns, rows, size, shape } = patch;
    const rigid = createRigid();
    writeRigid(rigid, this.#poses, this.#facets.shapes[shape]!.solid);
    for (let row = 0, at = 0; row <= rows; row++) {
      for (let column = 0; column <= columns; column++, at += POINT_STRIDE) {
        const { position, normal } = patch.at(inset(column / columns, size[0]), inset(row / rows, size[1]));
        points.set(movePoint(rigid, position), at);
        points.set(turnVector(rigid, normal), at + 3);
      }
    }
  }

  #freshen(map: LightMap): void {
    for (let tile = 0; tile < map.stale.length; tile++) {
      if (map.stale[tile] === 0) continue;
      this.#lightTile(map, tile);
      map.spreadTile(tile);
      map.freshen(tile);
    }
  }

  /** Joins the stored light at each corner of a tile with what movable things leave of it. */
  #lightTile(map: LightMap, tile: number): void {
    const { columns, rows } = map.patch;
    this.#moving.casters = this.#castersNear(map, tile);
    const firstColumn = (tile % map.tileColumns) * TILE_CELLS;
    const firstRow = Math.floor(tile / map.tileColumns) * TILE_CELLS;
    for (let row = firstRow; row <= Math.min(rows, firstRow + TILE_CELLS); row++) {
      for (let column = firstColumn; column <= Math.min(columns, firstColumn + TILE_CELLS); column++) {
        const corner = row * (columns + 1) + column;
        this.#gather(map, corner);
        for (let channel = 0; channel < 3; channel++) {
          map.setLight(corner, channel, soften(this.#light[channel]! * this.#exposure));
        }
      }
    }
  }

  /** The light at a corner into #light, r g b; #moving holds what may stand in its way. */
  #gather(map: LightMap, corner: number): void {
    const lamps = this.#lamps.length;
    const light = this.#light;
    const direct = this.#direct;
    for (let channel = 0; channel < 3; channel++) light[channel] = map.bounced[corner * 3 + channel]!;
    for (let lamp = 0; lamp < lamps; lamp++) direct[lamp] = map.direct[corner * lamps + lamp]!;
    if (this.#moving.casters.length > 0) {
      const moving = { blocker: this.#moving, except: map.patch.shape, effort: quick };
      this.#baker.obscure(map.points, corner * POINT_STRIDE, moving, direct, 0, light, 0);
    }
    for (let lamp = 0; lamp < lamps; lamp++) {
      const { color } = this.#lamps[lamp]!;
      for (let channel = 0; channel < 3; channel++)
        light[channel]! += direct[lamp]! * color[channel as 0 | 1 | 2];
    }
  }

  /** Movable casters of other shapes that may dim this tile. */
  #castersNear(map: LightMap, tile: number): Caster[] {
    const sphere = this.#tileSphere(map, tile);
    const own = map.patch.shape;
    return this.#movers.filter((mover) => mover.shape !== own && this.#mayDim(mover.sphere, 0, sphere));
  }

  #spoilAround(solid: number): void {
    const at = solid * 4;
    if (this.#spheres[at + 3]! < 0 || !this.#movers.some((mover) => mover.solid === solid)) return;
    this.#mapsOfSolid.forEach((patches, other) => {
      const sphere = this.#spheres.subarray(other * 4, other * 4 + 4);
      if (sphere[3]! < 0 || !this.#mayDim(this.#spheres, at, sphere)) return;
      for (const patch of patches) this.#spoilPatch(this.#maps[patch], at);
    });
  }

  #spoilPatch(map: LightMap | undefined, moverAt: number): void {
    if (map === undefined) return;
    for (let tile = 0; tile < map.stale.length; tile++) {
      if (map.stale[tile] === 0 && this.#mayDim(this.#spheres, moverAt, this.#tileSphere(map, tile)))
        map.spoil(tile);
    }
  }

  /** Whether what is within the sphere at spheres[at..] can stand between `lit` and a lamp, or close to it. */
  #mayDim(spheres: Float64Array, at: number, lit: Float64Array): boolean {
    const x = spheres[at]! - lit[0]!;
    const y = spheres[at + 1]! - lit[1]!;
    const z = spheres[at + 2]! - lit[2]!;
    const reach = spheres[at + 3]! + lit[3]!;
    const square = x * x + y * y + z * z;
    if (square < (reach + FEELER_REACH) ** 2) return true;
    for (let i = 0; i < this.#lamps.length; i++) {
      if (this.#lamps[i]!.castShadows && standsBefore(this.#lamps[i]!, x, y, z, reach, lit)) return true;
    }
    return false;
  }

  readonly #tile = new Float64Array(4);

  #tileSphere(map: LightMap, tile: number): Float64Array {
    const { columns, rows, size } = map.patch;
    const column = Math.min(columns, ((tile % map.tileColumns) + 0.5) * TILE_CELLS);
    const row = Math.min(rows, (Math.floor(tile / map.tileColumns) + 0.5) * TILE_CELLS);
    const at = (Math.floor(row) * (columns + 1) + Math.floor(column)) * POINT_STRIDE;
    const reach = (TILE_CELLS / 2 + 1) * Math.hypot(size[0] / columns, size[1] / rows);
    for (let axis = 0; axis < 3; axis++) this.#tile[axis] = map.points[at + axis]!;
    this.#tile[3] = reach;
    return this.#tile;
  }

  #placeSphere(solid: number): void {
    const rigid = createRigid();
    writeRigid(rigid, this.#poses, solid);
    const [x, y, z, radius] = this.#facets.spheres.subarray(solid * 4, solid * 4 + 4);
    this.#spheres.set([...movePoint(rigid, [x!, y!, z!]), radius!], solid * 4);
  }

  #isWhereItWas(solid: number, poses: Poses): boolean {
    const at = solid * POSE_STRIDE;
    for (let i = at; i < at + POSE_STRIDE; i++) {
      if (this.#poses[i] !== rounded(poses, i, at)) return false;
    }
    return true;
  }

  #roundPose(solid: number, poses: Poses): void {
    const at = solid * POSE_STRIDE;
    for (let i = at; i < at + POSE_STRIDE; i++) this.#poses[i] = rounded(poses, i, at);
  }
}

function rounded(poses: Poses, i: number, start: number): number {
  const step = i - start < 2 ? ACROSS_STEP : i - start === 2 ? UP_STEP : TURN_STEP;
  return Math.round(poses[i]! / step) * step;
}

function canMove(scene: Scene, solid: Solid): boolean {
  for (let at: Solid | undefined = solid; at !== undefined; at = scene.solids[at.parent]) {
    if (at.physics !== undefined || at.path !== undefined || at.robot) return true;
  }
  return false;
}

/** Whether a sphere at x y z from the lit sphere, both radii together `reach`, can touch the light on its way. */
function standsBefore(
  { location, direction, softness }: Lamp,
  x: number,
  y: number,
  z: number,
  reach: number,
  lit: Float64Array,
): boolean {
  const wayX = location === undefined ? -direction[0] : location[0] - lit[0]!;
  const wayY = location === undefined ? -direction[1] : location[1] - lit[1]!;
  const wayZ = location === undefined ? -direction[2] : location[2] - lit[2]!;
  const length = Math.sqrt(wayX * wayX + wayY * wayY + wayZ * wayZ);
  const along = (x * wayX + y * wayY + z * wayZ) / length;
  if (along < -reach || (location !== undefined && along > length + reach)) return false;
  // The cone from the lit sphere to the lamp's disc is nowhere wider than both ends.
  const width = reach + softness * (location === undefined ? along : 1);
  return x * x + y * y + z * z - along * along < width * width;
}

function inset(share: number, metres: number): number {
  const rim = Math.min(0.25, 0.008 / metres);
  return Math.min(1 - rim, Math.max(rim, share));
}
