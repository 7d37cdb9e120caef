// The scene as the camera draws it: every visible shape cut into flat facets, in flat arrays, in the frame of its solid.
import type { Appearance, Scene, Shape, Solid, TextureTransform } from '../scene/scene.js';
import { listObjects } from './objects.js';
import type { SceneObjects } from './objects.js';
import type { Facet, Outline, Patch, SurfacePoint } from './outline.js';
import { cross, dot, normalize, pointOn, subtract } from './outline.js';
import { movePoint, rigidOfPose, turnVector } from './rigid.js';
import type { Rigid, Vector } from './rigid.js';
import { outlineOf } from './shape-outline.js';
import type { MipMap } from './textures.js';

/** Numbers per facet in `maps`: four linear functions g·p + g0 of the solid's frame: texel u, texel v, light s, light t. */
export const MAP_STRIDE = 16;

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
  readonly #patches: PlacedPatch[] = [];
  readonly #vertices: Vector[] = [];
  readonly #corners: number[] = [];
  readonly #cornerStarts: number[] = [0];
  readonly #planes: number[] = [];
  readonly #maps: number[] = [];
  readonly #patchOfFacet: number[] = [];
  readonly #shapeOfFacet: number[] = [];

  constructor(mipMaps: ReadonlyMap<string, MipMap>) {
    this.#mipMaps = mipMaps;
  }

  addShape(solid: Solid, shape: Shape): void {
    const outline = outlineOf(shape.geometry);
    const place = rigidOfPose(shape.pose);
    const [vertexStart, facetStart, patchStart] = [
      this.#vertices.length,
      this.#planes.length / 4,
      this.#patches.length,
    ];
    this.#vertices.push(...outline.vertices.map((vertex) => movePoint(place, vertex)));
    for (const patch of outline.patches) this.#patches.push(placePatch(patch, place, this.shapes.length));
    const material = this.#materialOf(shape.appearance);
    for (const facet of outline.facets) this.#addFacet(facet, { vertexStart, patchStart, material });
    this.shapes.push({
      solid: solid.index,
      material,
      vertexStart,
      vertexEnd: this.#vertices.length,
      facetStart,
      facetEnd: this.#planes.length / 4,
      closed: outline.closed,
      core: placeCore(outline.core, place),
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

  #addFacet(
    facet: Facet,
    { vertexStart, patchStart, material }: { vertexStart: number; patchStart: number; material: Material },
  ): void {
    const patch = this.#patches[patchStart + facet.patch]!;
    const points = facet.corners.map((corner) => this.#vertices[vertexStart + corner]!);
    const [a, b, c] = threeApart(points);
    const [origin, along, up] = [
      points[a]!,
      subtract(points[b]!, points[a]!),
      subtract(points[c]!, points[a]!),
    ];
    const normal = normalize(cross(along, up));
    this.#corners.push(...facet.corners.map((corner) => vertexStart + corner));
    this.#cornerStarts.push(this.#corners.length);
    this.#planes.push(...normal, dot(normal, origin));
    const uv = texelsOf(facet.uv, material);
    const columns = patch.columns * TEXELS_PER_CELL;
    const rows = patch.rows * TEXELS_PER_CELL;
    for (const values of [
      uv.map(([u]) => u),
      uv.map(([, v]) => v),
      facet.st.map(([s]) => s * columns),
      facet.st.map(([, t]) => t * rows),
    ]) {
      this.#maps.push(...linearFunction(origin, along, up, [values[a]!, values[b]!, values[c]!]));
    }
    this.#patchOfFacet.push(patchStart + facet.patch);
    this.#shapeOfFacet.push(this.shapes.length);
  }

  build(solidCount: number): Omit<Facets, 'objects' | 'groups'> {
    const vertices = Float64Array.from(this.#vertices.flat());
    return {
      shapes: this.shapes,
      patches: this.#patches,
      vertices,
      corners: Int32Array.from(this.#corners),
      cornerStarts: Int32Array.from(this.#cornerStarts),
      planes: Float64Array.from(this.#planes),
      maps: Float64Array.from(this.#maps),
      patchOfFacet: Int32Array.from(this.#patchOfFacet),
      shapeOfFacet: Int32Array.from(this.#shapeOfFacet),
      spheres: boundingSpheres(solidCount, this.shapes, vertices),
    };
  }
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

/** Places of three corners that span a wide triangle: of many corners, every third part; of few, the widest. */
function threeApart(points: readonly Vector[]): readonly [number, number, number] {
  const count = points.length;
  if (count > 4) return [0, Math.floor(count / 3), Math.floor((2 * count) / 3)];
  const area = (b: number, c: number) =>
    Math.hypot(...cross(subtract(points[b]!, points[0]!), subtract(points[c]!, points[0]!)));
  return count === 4 && area(1, 2) < area(2, 3) ? [0, 2, 3] : [0, 1, 2];
}

/** The g of g·p + g0 that takes the three values at origin, origin + along, origin + up and does not change across the plane. */
function linearFunction(
  origin: Vector,
  along: Vector,
  up: Vector,
  [atOrigin, atAlong, atUp]: readonly [number, number, number],
): [number, number, number, number] {
  const [aa, ab, bb] = [dot(along, along), dot(along, up), dot(up, up)];
  const determinant = aa * bb - ab * ab || 1;
  const [risesAlong, risesUp] = [atAlong - atOrigin, atUp - atOrigin];
  const weightAlong = (risesAlong * bb - risesUp * ab) / determinant;
  const weightUp = (risesUp * aa - risesAlong * ab) / determinant;
  const gradient = pointOn([0, 0, 0], along, up, [weightAlong, weightUp]);
  return [...gradient, atOrigin - dot(gradient, origin)];
}

/** Texture coordinates to texels of level 0, v downwards. */
function texelsOf(uv: Facet['uv'], { mipMap, appearance }: Material): (readonly [number, number])[] {
  const width = mipMap === undefined ? 1 : 1 << mipMap.widthBits;
  const height = mipMap === undefined ? 1 : 1 << mipMap.heightBits;
  return uv.map((corner) => {
    const [u, v] = transformUv(corner, appearance.textureTransform);
    return [u * width, (1 - v) * height];
  });
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
