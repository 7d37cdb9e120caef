// The scene as the camera draws it: every visible shape cut into flat facets, in flat arrays, in the frame of its solid.
import type { Appearance, Scene, Shape, Solid, TextureTransform } from '../scene/scene.js';
import { listObjects } from './objects.js';
import type { SceneObjects } from './objects.js';
import { FacetTemplates, MAP_STRIDE } from './facet-template.js';
import type { FacetTemplate } from './facet-template.js';
import type { Outline, Patch, SurfacePoint } from './outline.js';
import { movePoint, rigidOfPose, turnVector } from './rigid.js';
import type { Rigid, Vector } from './rigid.js';
import type { MipMap } from './textures.js';

export interface Material {
  readonly mipMap: MipMap | undefined;
  readonly repeatS: boolean;
  readonly repeatT: boolean;
  readonly appearance: Appearance;
  /** 0 invisible .. 1 opaque. */
  readonly opacity: number;
}

/** A patch on its solid, and the grid of light cells that covers it. */
export interface PlacedPatch extends Patch {
  readonly shape: number;
  /** Light cells along s and t. */
  readonly columns: number;
  readonly rows: number;
}

/** A run of vertices and facets that share one solid and one material. */
export interface DrawnShape {
  readonly solid: number;
  readonly material: Material;
  readonly vertexStart: number;
  readonly vertexEnd: number;
  readonly facetStart: number;
  readonly facetEnd: number;
  /** Closed and convex. */
  readonly closed: boolean;
  /** Spheres and capsules: all that is within `radius` of the way from one end to the other. */
  readonly core: { readonly ends: readonly [Vector, Vector]; readonly radius: number } | undefined;
  readonly castShadows: boolean;
}

/** Shapes drawn one after the other because they are one object (or one solid without a model). */
export interface DrawnGroup {
  /** Place in SceneObjects.list, -1: none. */
  readonly object: number;
  readonly solids: readonly number[];
  readonly shapes: readonly number[];
}

export interface Facets {
  readonly objects: SceneObjects;
  readonly groups: readonly DrawnGroup[];
  readonly shapes: readonly DrawnShape[];
  readonly patches: readonly PlacedPatch[];
  /** x y z. */
  readonly vertices: Float64Array;
  /** Vertex indices; those of facet f lie from cornerStarts[f] to cornerStarts[f + 1]. */
  readonly corners: Int32Array;
  readonly cornerStarts: Int32Array;
  /** nx ny nz d with n·p = d, outward. */
  readonly planes: Float64Array;
  /** Per facet MAP_STRIDE numbers: texel u, texel v, light texel s, light texel t as functions of the solid's frame. */
  readonly maps: Float64Array;
  readonly patchOfFacet: Int32Array;
  readonly shapeOfFacet: Int32Array;
  /** Per solid: centre in its frame and radius around all its shapes; radius -1 if it has none. */
  readonly spheres: Float64Array;
}

/** Fine light texels per light cell and side. */
export const TEXELS_PER_CELL = 4;
const CELL_METRES = 0.1;
const MAX_CELLS = 256;

export function cutFacets(scene: Scene, mipMaps: ReadonlyMap<string, MipMap>): Facets {
  const builder = new FacetBuilder(mipMaps);
  for (const solid of scene.solids) solid.shapes.forEach((shape) => builder.addShape(solid, shape));
  const objects = listObjects(scene);
  return { objects, groups: groupShapes(builder.shapes, objects), ...builder.build(scene.solids.length) };
}

function groupShapes(shapes: readonly DrawnShape[], { ofSolid }: SceneObjects): DrawnGroup[] {
  const groups = new Map<string, { object: number; solids: Set<number>; shapes: number[] }>();
  shapes.forEach(({ solid }, index) => {
    const object = ofSolid[solid]!;
    const key = object < 0 ? `solid ${solid}` : `object ${object}`;
    const group = groups.get(key) ?? { object, solids: new Set(), shapes: [] };
    group.solids.add(solid);
    group.shapes.push(index);
    groups.set(key, group);
  });
  return [...groups.values()].map((group) => ({ ...group, solids: [...group.solids] }));
}

class FacetBuilder {
  readonly shapes: DrawnShape[] = [];
  readonly #mipMaps: ReadonlyMap<string, MipMap>;
  readonly #templates = new FacetTemplates();
  readonly #patches: PlacedPatch[] = [];
  /** One piece per shape of what `build` joins. */
  readonly #vertices: Float64Array[] = [];
  readonly #corners: Int32Array[] = [];
  readonly #cornerStarts: Int32Array[] = [];
  readonly #planes: Float64Array[] = [];
  readonly #maps: Float64Array[] = [];
  readonly #patchOfFacet: Int32Array[] = [];
  readonly #shapeOfFacet: Int32Array[] = [];
  #vertexCount = 0;
  #facetCount = 0;
  #cornerCount = 0;

  constructor(mipMaps: ReadonlyMap<string, MipMap>) {
    this.#mipMaps = mipMaps;
  }

  addShape(solid: Solid, shape: Shape): void {
    const template = this.#templates.of(shape.geometry);
    const place = rigidOfPose(shape.pose);
    const material = this.#materialOf(shape.appearance);
    const patches = template.patches.map((patch) => placePatch(patch, place, this.shapes.length));
    const facets = template.patchOfFacet.length;
    const { vertexStart, facetStart } = { vertexStart: this.#vertexCount, facetStart: this.#facetCount };
    this.#vertices.push(placedVertices(template, place));
    this.#corners.push(template.corners.map((corner) => corner + vertexStart));
    this.#cornerStarts.push(template.cornerStarts.subarray(0, facets).map((at) => at + this.#cornerCount));
    this.#planes.push(placedPlanes(template, place));
    this.#maps.push(placedMaps(template, place, material, patches));
    this.#patchOfFacet.push(template.patchOfFacet.map((patch) => patch + this.#patches.length));
    this.#shapeOfFacet.push(new Int32Array(facets).fill(this.shapes.length));
    this.#patches.push(...patches);
    this.#vertexCount += template.vertices.length / 3;
    this.#facetCount += facets;
    this.#cornerCount += template.corners.length;
    this.shapes.push({
      solid: solid.index,
      material,
      vertexStart,
      vertexEnd: this.#vertexCount,
      facetStart,
      facetEnd: this.#facetCount,
      closed: template.closed,
      core: placeCore(template.core, place),
      castShadows: shape.castShadows,
    });
  }

  #materialOf(appearance: Appearance): Material {
    const { texture, transparency } = appearance;
    return {
      mipMap: texture === undefined ? undefined : this.#mipMaps.get(texture.file),
      repeatS: texture?.repeatS ?? true,
      repeatT: texture?.repeatT ?? true,
      appearance,
      opacity: 1 - Math.min(1, Math.max(0, transparency)),
    };
  }

  build(solidCount: number): Omit<Facets, 'objects' | 'groups'> {
    const vertices = join(Float64Array, this.#vertices);
    return {
      shapes: this.shapes,
      patches: this.#patches,
      vertices,
      corners: join(Int32Array, this.#corners),
      cornerStarts: join(Int32Array, [...this.#cornerStarts, Int32Array.of(this.#cornerCount)]),
      planes: join(Float64Array, this.#planes),
      maps: join(Float64Array, this.#maps),
      patchOfFacet: join(Int32Array, this.#patchOfFacet),
      shapeOfFacet: join(Int32Array, this.#shapeOfFacet),
      spheres: boundingSpheres(solidCount, this.shapes, vertices),
    };
  }
}

function join<T extends Float64Array | Int32Array>(make: new (length: number) => T, pieces: readonly T[]): T {
  const whole = new make(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function placedVertices({ vertices }: FacetTemplate, place: Rigid): Float64Array {
  const out = new Float64Array(vertices.length);
  for (let i = 0; i < out.length; i += 3) {
    turn(out, i, place, vertices, i);
    for (let axis = 0; axis < 3; axis++) out[i + axis]! += place[9 + axis]!;
  }
  return out;
}

function placedPlanes({ planes }: FacetTemplate, place: Rigid): Float64Array {
  const out = new Float64Array(planes.length);
  for (let i = 0; i < out.length; i += 4) {
    turn(out, i, place, planes, i);
    out[i + 3] = planes[i + 3]! + out[i]! * place[9]! + out[i + 1]! * place[10]! + out[i + 2]! * place[11]!;
  }
  return out;
}

/** Texture coordinates become texels of level 0, v downwards; places on the patch become light texels. */
function placedMaps(
  { maps, patchOfFacet }: FacetTemplate,
  place: Rigid,
  material: Material,
  patches: readonly PlacedPatch[],
): Float64Array {
  const out = new Float64Array(maps.length);
  const { byU, byV, at } = texelsOf(material);
  const mixed = new Float64Array(MAP_STRIDE);
  for (let facet = 0; facet < patchOfFacet.length; facet++) {
    const from = facet * MAP_STRIDE;
    const { columns, rows } = patches[patchOfFacet[facet]!]!;
    for (let i = 0; i < 4; i++) {
      const [u, v] = [maps[from + i]!, maps[from + 4 + i]!];
      const constant = i === 3 ? 1 : 0;
      mixed[i] = byU[0] * u + byV[0] * v + at[0] * constant;
      mixed[4 + i] = byU[1] * u + byV[1] * v + at[1] * constant;
      mixed[8 + i] = maps[from + 8 + i]! * columns * TEXELS_PER_CELL;
      mixed[12 + i] = maps[from + 12 + i]! * rows * TEXELS_PER_CELL;
    }
    for (let i = 0; i < MAP_STRIDE; i += 4) {
      turn(out, from + i, place, mixed, i);
      const [x, y, z] = [out[from + i]!, out[from + i + 1]!, out[from + i + 2]!];
      out[from + i + 3] = mixed[i + 3]! - x * place[9]! - y * place[10]! - z * place[11]!;
    }
  }
  return out;
}

/** Writes the vector from[i..] turned by the rotation of `place`. */
function turn(out: Float64Array, at: number, place: Rigid, from: Float64Array, i: number): void {
  const [x, y, z] = [from[i]!, from[i + 1]!, from[i + 2]!];
  out[at] = place[0]! * x + place[1]! * y + place[2]! * z;
  out[at + 1] = place[3]! * x + place[4]! * y + place[5]! * z;
  out[at + 2] = place[6]! * x + place[7]! * y + place[8]! * z;
}

function placeCore(core: Outline['core'], place: Rigid): DrawnShape['core'] {
  if (core === undefined) return undefined;
  const { radius, half } = core;
  return { ends: [movePoint(place, [0, 0, -half]), movePoint(place, [0, 0, half])], radius };
}

function placePatch(patch: Patch, place: Rigid, shape: number): PlacedPatch {
  const cells = (metres: number) => Math.min(MAX_CELLS, Math.max(1, Math.round(metres / CELL_METRES)));
  return {
    size: patch.size,
    shape,
    columns: cells(patch.size[0]),
    rows: cells(patch.size[1]),
    at: (s, t): SurfacePoint => {
      const { position, normal } = patch.at(s, t);
      return { position: movePoint(place, position), normal: turnVector(place, normal) };
    },
  };
}

/** Texture coordinates to texels of level 0, v downwards: what a step of u and of v adds to both, and where 0 0 lies. */
function texelsOf({ mipMap, appearance }: Material) {
  const width = mipMap === undefined ? 1 : 1 << mipMap.widthBits;
  const height = mipMap === undefined ? 1 : 1 << mipMap.heightBits;
  const texel = (uv: readonly [number, number]) => {
    const [u, v] = transformUv(uv, appearance.textureTransform);
    return [u * width, (1 - v) * height] as const;
  };
  const at = texel([0, 0]);
  const step = (to: readonly [number, number]) => [to[0] - at[0], to[1] - at[1]] as const;
  return { at, byU: step(texel([1, 0])), byV: step(texel([0, 1])) };
}

/** VRML97 6.49: Tc' = -C x S x R x C x T x Tc. */
function transformUv([u, v]: readonly [number, number], transform: TextureTransform | undefined) {
  if (transform === undefined) return [u, v] as const;
  const { center, rotation, scale, translation } = transform;
  const [x, y] = [u + translation[0] + center[0], v + translation[1] + center[1]];
  const [c, s] = [Math.cos(rotation), Math.sin(rotation)];
  return [(x * c - y * s) * scale[0] - center[0], (x * s + y * c) * scale[1] - center[1]] as const;
}

/** Around the middle of the bounding box of all shapes of a solid. */
function boundingSpheres(count: number, shapes: readonly DrawnShape[], vertices: Float64Array): Float64Array {
  const spheres = new Float64Array(count * 4);
  const low = new Float64Array(count * 3).fill(Infinity);
  const high = new Float64Array(count * 3).fill(-Infinity);
  for (const { solid, vertexStart, vertexEnd } of shapes) {
    for (let i = vertexStart * 3; i < vertexEnd * 3; i++) {
      const at = solid * 3 + (i % 3);
      low[at] = Math.min(low[at]!, vertices[i]!);
      high[at] = Math.max(high[at]!, vertices[i]!);
    }
  }
  for (let solid = 0; solid < count; solid++) {
    const middle = [0, 1, 2].map((axis) => (low[solid * 3 + axis]! + high[solid * 3 + axis]!) / 2);
    const reach = [0, 1, 2].map((axis) => (high[solid * 3 + axis]! - low[solid * 3 + axis]!) / 2);
    const empty = low[solid * 3]! > high[solid * 3]!;
    spheres.set(empty ? [0, 0, 0, -1] : [...middle, Math.hypot(...reach)], solid * 4);
  }
  return spheres;
}
