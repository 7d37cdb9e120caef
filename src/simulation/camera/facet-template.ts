// A geometry cut into facets in its own frame, as flat arrays: made once for all shapes of the same geometry.
import type { Geometry } from '../scene/scene.js';
import type { Facet, Outline, Patch } from './outline.js';
import { cross, dot, normalize, pointOn, subtract } from './outline.js';
import type { Vector } from './rigid.js';
import { outlineOf } from './shape-outline.js';

/** Numbers per facet in `maps`: four linear functions g·p + g0: u, v, s, t. */
export const MAP_STRIDE = 16;

export interface FacetTemplate {
  /** x y z. */
  readonly vertices: Float64Array;
  /** Vertex indices; those of facet f lie from cornerStarts[f] to cornerStarts[f + 1]. */
  readonly corners: Int32Array;
  readonly cornerStarts: Int32Array;
  /** nx ny nz d with n·p = d, outward. */
  readonly planes: Float64Array;
  /** Texture coordinates u and v as the outline has them; s and t 0..1 over the patch. */
  readonly maps: Float64Array;
  readonly patchOfFacet: Int32Array;
  readonly patches: readonly Patch[];
  readonly closed: boolean;
  readonly core: Outline['core'];
}

/** Makes each template once. */
export class FacetTemplates {
  readonly #byGeometry = new Map<string, FacetTemplate>();

  of(geometry: Geometry): FacetTemplate {
    if (geometry.kind === 'mesh') return createTemplate(outlineOf(geometry));
    const key = JSON.stringify(geometry);
    const known = this.#byGeometry.get(key);
    if (known !== undefined) return known;
    const template = createTemplate(outlineOf(geometry));
    this.#byGeometry.set(key, template);
    return template;
  }
}

function createTemplate({ vertices, facets, patches, closed, core }: Outline): FacetTemplate {
  const cornerStarts = new Int32Array(facets.length + 1);
  facets.forEach(({ corners }, i) => (cornerStarts[i + 1] = cornerStarts[i]! + corners.length));
  const template = {
    vertices: new Float64Array(vertices.length * 3),
    corners: new Int32Array(cornerStarts[facets.length]!),
    cornerStarts,
    planes: new Float64Array(facets.length * 4),
    maps: new Float64Array(facets.length * MAP_STRIDE),
    patchOfFacet: Int32Array.from(facets, ({ patch }) => patch),
    patches,
    closed,
    core,
  };
  vertices.forEach((vertex, i) => template.vertices.set(vertex, i * 3));
  facets.forEach((facet, i) => writeFacet(template, facet, i, vertices));
  return template;
}

function writeFacet(out: FacetTemplate, facet: Facet, index: number, vertices: readonly Vector[]): void {
  const { corners, uv, st } = facet;
  const [a, b, c] = threeApart(corners, vertices);
  const origin = vertices[corners[a]!]!;
  const along = subtract(vertices[corners[b]!]!, origin);
  const up = subtract(vertices[corners[c]!]!, origin);
  const normal = normalize(cross(along, up));
  out.corners.set(corners, out.cornerStarts[index]);
  out.planes.set(normal, index * 4);
  out.planes[index * 4 + 3] = dot(normal, origin);
  const plane = { origin, along, up };
  [uv, st].forEach((values, pair) => {
    for (const axis of [0, 1] as const) {
      const at = index * MAP_STRIDE + pair * 8 + axis * 4;
      writeLinear(out.maps, at, plane, [values[a]![axis], values[b]![axis], values[c]![axis]]);
    }
  });
}

/** Places of three corners that span a wide triangle: of many corners, every third part; of few, the widest. */
function threeApart(
  corners: readonly number[],
  vertices: readonly Vector[],
): readonly [number, number, number] {
  const count = corners.length;
  if (count > 4) return [0, Math.floor(count / 3), Math.floor((2 * count) / 3)];
  const point = (corner: number) => vertices[corners[corner]!]!;
  const area = (b: number, c: number) =>
    Math.hypot(...cross(subtract(point(b), point(0)), subtract(point(c), point(0))));
  return count === 4 && area(1, 2) < area(2, 3) ? [0, 2, 3] : [0, 1, 2];
}

/** The g of g·p + g0 that takes the three values at origin, origin + along, origin + up and does not change across the plane. */
function writeLinear(
  out: Float64Array,
  at: number,
  { origin, along, up }: { readonly origin: Vector; readonly along: Vector; readonly up: Vector },
  [atOrigin, atAlong, atUp]: readonly [number, number, number],
): void {
  const [aa, ab, bb] = [dot(along, along), dot(along, up), dot(up, up)];
  const determinant = aa * bb - ab * ab || 1;
  const [risesAlong, risesUp] = [atAlong - atOrigin, atUp - atOrigin];
  const weightAlong = (risesAlong * bb - risesUp * ab) / determinant;
  const weightUp = (risesUp * aa - risesAlong * ab) / determinant;
  const gradient = pointOn([0, 0, 0], along, up, [weightAlong, weightUp]);
  out.set(gradient, at);
  out[at + 3] = atOrigin - dot(gradient, origin);
}
