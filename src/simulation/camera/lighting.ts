// The light of the whole scene: worked out tile by tile when a surface is first seen, and anew only where something moved.
import type { Poses } from '../scene/poses.js';
import type { Scene } from '../scene/scene.js';
import { Baker, POINT_STRIDE, quick, thorough } from './baking.js';
import type { Effort, Obstruction } from './baking.js';
import { CasterGrid } from './caster-grid.js';
import { createCasters, placeCaster } from './casters.js';
import type { Facets } from './facets.js';
import { TEXELS_PER_CELL } from './facets.js';
import { ambientLight, createLamps } from './lamps.js';
import type { Lamp } from './lamps.js';
import { LightMap, TILE_CELLS } from './light-map.js';
import { canMove, isWalking, RoundedPoses } from './moved.js';
import { Movers } from './movers.js';
import { Probes } from './probes.js';
import { createRigid, movePoint, turnVector, writeRigid } from './rigid.js';
import { GAMMA, soften } from './tone.js';

/** Light texels per tile and side. */
const TILE_TEXELS = TILE_CELLS * TEXELS_PER_CELL;

/** What a solid does decides how its own light is found: once and well, again when it was pushed, or from probes as it walks. */
type Mobility = 'still' | 'loose' | 'walking';

export class Lighting {
  readonly #facets: Facets;
  readonly #lamps: readonly Lamp[];
  readonly #baker: Baker;
  readonly #standing: CasterGrid;
  readonly #standingBefore: readonly CasterGrid[];
  readonly #movers: Movers;
  readonly #probes: Probes;
  readonly #probe: Float32Array;
  readonly #light = new Float32Array(3);
  readonly #direct: Float32Array;
  readonly #mobility: readonly Mobility[];
  readonly #maps: (LightMap | undefined)[];
  readonly #mapsOfSolid: number[][];
  /** What the light is made for. */
  readonly #moved: RoundedPoses;
  readonly #exposure: number;
  readonly #rigid = createRigid();

  constructor(scene: Scene, facets: Facets, poses: Poses, exposure: number) {
    this.#exposure = exposure;
    this.#facets = facets;
    this.#lamps = createLamps(scene);
    this.#mobility = scene.solids.map((solid) =>
      isWalking(scene, solid) ? 'walking' : canMove(scene, solid) ? 'loose' : 'still',
    );
    this.#moved = new RoundedPoses(scene, poses);
    const still = createCasters(scene, facets, (solid) => this.#mobility[solid] === 'still');
    for (const caster of still) placeCaster(caster, facets, this.#moved.poses);
    this.#standing = new CasterGrid(still);
    this.#standingBefore = this.#lamps.map(() => this.#standing);
    this.#movers = new Movers(scene, facets, this.#lamps, (solid) => this.#mobility[solid] !== 'still');
    for (const { index } of scene.solids) this.#movers.place(index, this.#moved.poses);
    this.#baker = new Baker(this.#lamps, ambientLight(scene));
    this.#probes = new Probes(this.#baker, this.#lamps.length, this.#behind(-1, thorough));
    this.#probe = new Float32Array(this.#probes.numbers);
    this.#direct = new Float32Array(this.#lamps.length);
    this.#maps = new Array<LightMap | undefined>(facets.patches.length).fill(undefined);
    this.#mapsOfSolid = scene.solids.map(() => []);
    facets.patches.forEach(({ shape }, patch) => this.#mapsOfSolid[facets.shapes[shape]!.solid]!.push(patch));
  }

  /** To be called before the frame's maps are asked for. */
  update(poses: Poses): void {
    this.#moved.follow(
      poses,
      (solid) => this.#spoilAround(solid),
      (solid) => {
        this.#movers.place(solid, this.#moved.poses);
        this.#spoilAround(solid);
        for (const patch of this.#mapsOfSolid[solid]!) this.#maps[patch]?.forget();
      },
    );
  }

  /** The light of a patch. What of it is read must be freshened first; it holds until the next update. */
  mapOf(patch: number): LightMap {
    return (this.#maps[patch] ??= this.#createMap(patch));
  }

  /** Works out what is stale of the texels between two points of a map, in light texels. */
  freshen(map: LightMap, s0: number, t0: number, s1: number, t1: number): void {
    const right = (Math.max(s0, s1) / TILE_TEXELS) | 0;
    const bottom = (Math.max(t0, t1) / TILE_TEXELS) | 0;
    for (let row = (Math.min(t0, t1) / TILE_TEXELS) | 0; row <= bottom; row++) {
      for (let column = (Math.min(s0, s1) / TILE_TEXELS) | 0; column <= right; column++) {
        const tile = row * map.tileColumns + column;
        if (map.stale[tile] === 0) continue;
        this.#lightTile(map, tile);
        map.spreadTile(tile);
        map.freshen(tile);
      }
    }
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

  #lightTile(map: LightMap, tile: number): void {
    const { shape } = map.patch;
    const { solid } = this.#facets.shapes[shape]!;
    const mobility = this.#mobility[solid]!;
    writeRigid(this.#rigid, this.#moved.poses, solid);
    this.#boundTile(map, tile);
    if (mobility === 'walking') this.#readProbe(map, tile);
    map.eachCorner(tile, (corner, column, row) => {
      if (map.known[corner] === 0) this.#know(map, corner, column, row, mobility);
    });
    const dimmed = mobility !== 'walking' && this.#movers.gather(map.spheres, tile * 4, shape);
    map.eachCorner(tile, (corner) => {
      this.#gather(map, corner, dimmed);
      for (let channel = 0; channel < 3; channel++)
        map.setLight(corner, channel, soften(this.#light[channel]! * this.#exposure));
    });
  }

  /** Where a corner is, and what light the immovable leaves it. */
  #know(map: LightMap, corner: number, column: number, row: number, mobility: Mobility): void {
    const { points, direct, bounced } = map;
    const at = corner * POINT_STRIDE;
    const lampAt = corner * this.#lamps.length;
    this.#placePoint(map, column, row, points, at);
    this.#baker.expose(points, at, direct, lampAt, bounced, corner * 3);
    if (mobility === 'walking') this.#dimByProbe(map, corner);
    else {
      const standing = this.#behind(map.patch.shape, mobility === 'still' ? thorough : quick);
      this.#baker.obscure(points, at, standing, direct, lampAt, bounced, corner * 3);
    }
    map.known[corner] = 1;
  }

  #behind(except: number, effort: Effort): Obstruction {
    return { near: this.#standing, before: this.#standingBefore, except, effort };
  }

  /** In the world; at the rim a little inwards, where neighbours do not swallow it. */
  #placePoint({ patch }: LightMap, column: number, row: number, out: Float32Array, at: number): void {
    const { columns, rows, size } = patch;
    const { position, normal } = patch.at(inset(column / columns, size[0]), inset(row / rows, size[1]));
    out.set(movePoint(this.#rigid, position), at);
    out.set(turnVector(this.#rigid, normal), at + 3);
  }

  #boundTile(map: LightMap, tile: number): void {
    const { columns, rows, size } = map.patch;
    const column = Math.min(columns, ((tile % map.tileColumns) + 0.5) * TILE_CELLS);
    const row = Math.min(rows, (Math.floor(tile / map.tileColumns) + 0.5) * TILE_CELLS);
    const { position } = map.patch.at(column / columns, row / rows);
    map.spheres.set(movePoint(this.#rigid, position), tile * 4);
    map.spheres[tile * 4 + 3] = (TILE_CELLS / 2 + 0.25) * Math.hypot(size[0] / columns, size[1] / rows);
  }

  #readProbe({ spheres }: LightMap, tile: number): void {
    this.#probes.read(spheres[tile * 4]!, spheres[tile * 4 + 1]!, spheres[tile * 4 + 2]!, this.#probe);
  }

  /** What walks takes its shadows from the air around it: they would change with every step. */
  #dimByProbe({ points, direct, bounced }: LightMap, corner: number): void {
    const lamps = this.#lamps.length;
    const probe = this.#probe;
    for (let lamp = 0; lamp < lamps; lamp++) direct[corner * lamps + lamp]! *= probe[lamp]!;
    let open = 0;
    for (let axis = 0; axis < 3; axis++) {
      const along = points[corner * POINT_STRIDE + 3 + axis]!;
      open += along * along * probe[lamps + 2 * axis + (along > 0 ? 0 : 1)]!;
    }
    for (let channel = 0; channel < 3; channel++) bounced[corner * 3 + channel]! *= 0.35 + 0.65 * open;
  }

  /** The light at a corner into #light, r g b: what the immovable leaves, less what movable things take. */
  #gather(map: LightMap, corner: number, dimmed: boolean): void {
    const lamps = this.#lamps.length;
    const light = this.#light;
    const direct = this.#direct;
    for (let channel = 0; channel < 3; channel++) light[channel] = map.bounced[corner * 3 + channel]!;
    for (let lamp = 0; lamp < lamps; lamp++) direct[lamp] = map.direct[corner * lamps + lamp]!;
    if (dimmed) {
      const { near, before } = this.#movers;
      const moving = { near, before, except: map.patch.shape, effort: quick };
      this.#baker.obscure(map.points, corner * POINT_STRIDE, moving, direct, 0, light, 0);
    }
    for (let lamp = 0; lamp < lamps; lamp++) {
      const { color } = this.#lamps[lamp]!;
      for (let channel = 0; channel < 3; channel++)
        light[channel]! += direct[lamp]! * color[channel as 0 | 1 | 2];
    }
  }

  #spoilAround(solid: number): void {
    if (!this.#movers.casts(solid)) return;
    this.#mapsOfSolid.forEach((patches, other) => {
      if (this.#mobility[other] === 'walking' || !this.#movers.mayDimSolid(solid, other)) return;
      for (const patch of patches) this.#spoilPatch(this.#maps[patch], solid);
    });
  }

  #spoilPatch(map: LightMap | undefined, solid: number): void {
    if (map === undefined) return;
    for (let tile = 0; tile < map.stale.length; tile++) {
      if (map.stale[tile] === 0 && this.#movers.mayDim(solid, map.spheres, tile * 4)) map.spoil(tile);
    }
  }
}

function inset(share: number, metres: number): number {
  const rim = Math.min(0.25, 0.008 / metres);
  return Math.min(1 - rim, Math.max(rim, share));
}
