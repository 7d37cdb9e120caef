// The light of the whole scene: maps made when a surface is first seen, and made anew only where something moved.
import { POSE_STRIDE } from '../scene/poses.js';
import type { Poses } from '../scene/poses.js';
import type { Appearance, Scene, Solid } from '../scene/scene.js';
import { Baker } from './baking.js';
import { CasterGrid } from './caster-grid.js';
import { createCasters, placeCaster } from './casters.js';
import type { Caster } from './casters.js';
import type { Facets } from './facets.js';
import { ambientLight, createLamps } from './lamps.js';
import type { Lamp } from './lamps.js';
import { LightMap, TILE_CELLS } from './light-map.js';
import type { SurfacePoint } from './outline.js';
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
  readonly #movers: readonly Caster[];
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
    const movable = scene.solids.map((solid) => canMove(scene, solid));
    this.#movable = scene.solids.filter(({ index }) => movable[index]).map(({ index }) => index);
    this.#poses = poses.slice();
    for (const solid of this.#movable) this.#roundPose(solid, poses);
    const still = createCasters(scene, facets, (solid) => !movable[solid]!);
    this.#movers = createCasters(scene, facets, (solid) => movable[solid]!);
    for (const caster of [...still, ...this.#movers]) placeCaster(caster, facets, this.#poses);
    this.#baker = new Baker(this.#lamps, ambientLight(scene), new CasterGrid(still));
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
      for (const patch of this.#mapsOfSolid[solid]!) this.#maps[patch] = undefined;
    }
  }

  /** Texels of the patch's light, r | g << 10 | b << 20, ten bits each; they hold until the next update. */
  texels(patch: number): Int32Array {
    const map = this.#maps[patch] ?? this.#createMap(patch);
    if (map.staleCount > 0) this.#freshen(map);
    return map.texels;
  }

  #createMap(patch: number): LightMap {
    const map = new LightMap(this.#facets.patches[patch]!, this.#lamps.length);
    this.#maps[patch] = map;
    const corners = (map.patch.columns + 1) * (map.patch.rows + 1);
    for (let corner = 0; corner < corners; corner++) {
      this.#baker.lightUp(this.#cornerPoint(map, corner), map.patch.shape, {
        direct: map.direct,
        directAt: corner * this.#lamps.length,
        bounced: map.bounced,
        bouncedAt: corner * 3,
      });
    }
    return map;
  }

  /** In the world; at the rim a little inwards, where neighbours do not swallow it. */
  #cornerPoint({ patch }: LightMap, corner: number): SurfacePoint {
    const { columns, rows, size, shape } = patch;
    const inset = (share: number, metres: number) => {
      const rim = Math.min(0.25, 0.008 / metres);
      return Math.min(1 - rim, Math.max(rim, share));
    };
    const s = inset((corner % (columns + 1)) / columns, size[0]);
    const t = inset(Math.floor(corner / (columns + 1)) / rows, size[1]);
    const { position, normal } = patch.at(s, t);
    const rigid = createRigid();
    writeRigid(rigid, this.#poses, this.#facets.shapes[shape]!.solid);
    return { position: movePoint(rigid, position), normal: turnVector(rigid, normal) };
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
    const { columns, rows, shape } = map.patch;
    const casters = this.#castersNear(map, tile);
    const firstColumn = (tile % map.tileColumns) * TILE_CELLS;
    const firstRow = Math.floor(tile / map.tileColumns) * TILE_CELLS;
    const { appearance } = this.#facets.shapes[shape]!.material;
    for (let row = firstRow; row <= Math.min(rows, firstRow + TILE_CELLS); row++) {
      for (let column = firstColumn; column <= Math.min(columns, firstColumn + TILE_CELLS); column++) {
        const corner = row * (columns + 1) + column;
        const light = this.#lightAt(map, corner, casters);
        const [r, g, b] = light.map((strength, channel) =>
          this.#sent(appearance, strength, channel as 0 | 1 | 2),
        );
        map.setCorner(corner, r!, g!, b!);
      }
    }
  }

  #sent({ baseColor, emissiveColor }: Appearance, strength: number, channel: 0 | 1 | 2): number {
    return soften(strength * this.#exposure) * baseColor[channel] ** GAMMA + emissiveColor[channel] ** GAMMA;
  }

  #lightAt(map: LightMap, corner: number, casters: readonly Caster[]): readonly [number, number, number] {
    const point = casters.length > 0 ? this.#cornerPoint(map, corner) : undefined;
    const open = point === undefined ? 1 : this.#baker.openBeside(point, casters);
    let r = map.bounced[corner * 3]! * open;
    let g = map.bounced[corner * 3 + 1]! * open;
    let b = map.bounced[corner * 3 + 2]! * open;
    this.#lamps.forEach(({ color, castShadows }, lamp) => {
      let strength = map.direct[corner * this.#lamps.length + lamp]!;
      if (strength > 0 && castShadows && point !== undefined)
        strength *= this.#baker.passing(point, lamp, casters);
      r += strength * color[0];
      g += strength * color[1];
      b += strength * color[2];
    });
    return [r, g, b];
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
    const [x, y, z] = [spheres[at]! - lit[0]!, spheres[at + 1]! - lit[1]!, spheres[at + 2]! - lit[2]!];
    const reach = spheres[at + 3]! + lit[3]!;
    const distance = Math.hypot(x, y, z);
    if (distance < reach + 0.55) return true;
    return this.#lamps.some((lamp) => {
      if (!lamp.castShadows) return false;
      const { location, direction, softness } = lamp;
      const way =
        location === undefined ? direction.map((d) => -d) : location.map((l, axis) => l - lit[axis]!);
      const length = location === undefined ? 1 : Math.hypot(way[0]!, way[1]!, way[2]!);
      const along = (x * way[0]! + y * way[1]! + z * way[2]!) / length;
      if (along < -reach || (location !== undefined && along > length + reach)) return false;
      // The cone from the lit sphere to the lamp's disc is nowhere wider than both ends.
      const width = reach + softness * (location === undefined ? along : 1);
      return distance * distance - along * along < width * width;
    });
  }

  readonly #tile = new Float64Array(4);

  #tileSphere(map: LightMap, tile: number): Float64Array {
    const { columns, rows, size } = map.patch;
    const column = Math.min(columns, ((tile % map.tileColumns) + 0.5) * TILE_CELLS);
    const row = Math.min(rows, (Math.floor(tile / map.tileColumns) + 0.5) * TILE_CELLS);
    const corner = Math.floor(row) * (columns + 1) + Math.floor(column);
    const { position } = this.#cornerPoint(map, corner);
    const reach = TILE_CELLS * Math.hypot(size[0] / columns, size[1] / rows);
    this.#tile.set([...position, reach]);
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
