// One look at the scene: solids placed before the lens, what is out of sight left out, the rest drawn near to far.
import type { Poses } from '../scene/poses.js';
import type { CameraDevice, Scene } from '../scene/scene.js';
import { Coverage } from './coverage.js';
import type { DrawnGroup, DrawnShape, Facets } from './facets.js';
import { MAP_STRIDE } from './facet-template.js';
import { Footprint } from './footprint.js';
import type { ObjectOutlines } from './frame.js';
import type { Pinhole } from './pinhole.js';
import { PolygonClipper } from './polygon.js';
import { createRigid, invertRigid, joinRigid, rigidOfPose, writeRigid } from './rigid.js';
import type { Rigid } from './rigid.js';
import type { InverseDepth, Visibility } from './visibility.js';

/** Per slot five linear functions of pixel coordinates (by x, by y, at 0), all over depth: 1, u, v, s, t. */
export const SLOT_STRIDE = 15;
const MAX_SLOTS = 65_535;
/** Facets seen so nearly edge-on that their plane passes within this of the lens are not drawn, metres. */
const EDGE_ON = 1e-7;

/** Samples from left to right and top to bottom, the last excluded; 1/metres of its nearest point. */
interface SampleBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
  nearness: number;
}

export class View {
  /** Slot 0 is the sky. */
  slotCount = 1;
  gradients = new Float64Array(SLOT_STRIDE * 1024);
  facetOfSlot = new Int32Array(1024);
  readonly outlines: ObjectOutlines;
  /** Of the facet that was traced last. */
  readonly footprint: Footprint;
  readonly #facets: Facets;
  readonly #device: CameraDevice;
  readonly #mount: Rigid;
  readonly #pinhole: Pinhole;
  readonly #visibility: Visibility;
  readonly #polygon: PolygonClipper;
  readonly #coverage: Coverage;
  readonly #toCamera: readonly Rigid[];
  readonly #scratch: readonly [Rigid, Rigid, Rigid] = [createRigid(), createRigid(), createRigid()];
  /** Vertices of the shape at hand in the optical frame: x right, y down, z forward. */
  readonly #points: Float64Array;
  /** Groups in sight, near to far, and how near each is. */
  readonly #order: Int32Array;
  readonly #nearest: Float64Array;
  #inSight = 0;
  /** Per group: not hidden whole, as far as that is cheap to know. */
  readonly #shown: Uint8Array;
  /** Where the lens is in the frame of the solid at hand. */
  readonly #eye = new Float64Array(3);
  readonly #box: SampleBox = { left: 0, top: 0, right: 0, bottom: 0, nearness: 0 };
  readonly #plane: InverseDepth = { byX: 0, byY: 0, at: 0 };
  readonly #counted: readonly boolean[];
  /** From samples of the ideal picture to pixels of the device's. */
  readonly #scale: number;
  readonly #marginX: number;
  readonly #marginY: number;

  constructor(scene: Scene, facets: Facets, device: CameraDevice, pinhole: Pinhole, visibility: Visibility) {
    this.#facets = facets;
    this.#device = device;
    this.#mount = rigidOfPose(device.pose);
    this.#pinhole = pinhole;
    this.#scale = visibility.samplesPerSide;
    this.#marginX = (pinhole.width / this.#scale - device.width) / 2;
    this.#marginY = (pinhole.height / this.#scale - device.height) / 2;
    this.#visibility = visibility;
    this.footprint = new Footprint(pinhole.width, pinhole.height);
    this.#coverage = new Coverage(pinhole.width / this.#scale, pinhole.height / this.#scale, this.#scale);
    this.#toCamera = scene.solids.map(createRigid);
    const mostVertices = facets.shapes.reduce((most, s) => Math.max(most, s.vertexEnd - s.vertexStart), 0);
    this.#points = new Float64Array(mostVertices * 3);
    this.#polygon = new PolygonClipper(facets, pinhole, Math.max(device.near, 1e-3));
    this.#order = new Int32Array(facets.groups.length);
    this.#shown = new Uint8Array(facets.groups.length);
    this.#nearest = new Float64Array(facets.groups.length);
    const objects = facets.objects.list;
    this.#counted = objects.map(({ structure }) => !structure);
    this.outlines = {
      pixels: new Uint32Array(objects.length),
      boxes: new Float64Array(objects.length * 4),
    };
  }

  /** Fills the visibility buffer with slots of facets; nothing is shaded. */
  look(poses: Poses): void {
    this.#visibility.clear();
    this.slotCount = 1;
    this.#clearOutlines();
    this.#placeSolids(poses);
    this.#findGroupsInSight();
    // Walls first: what they hide costs nothing.
    for (let i = 0; i < this.#inSight; i++) {
      const group = this.#order[i]!;
      if (!this.#isCounted(group)) this.#drawGroup(group);
    }
    for (let i = 0; i < this.#inSight; i++) {
      const group = this.#order[i]!;
      if (this.#isCounted(group)) this.#drawGroup(group);
    }
  }

  /** After `look`: the transparent facets that nothing opaque hides entirely, far to near. `draw` finds each in `footprint`. */
  eachGlassFacet(draw: (slot: number, facet: number) => void): void {
    const { groups, shapes } = this.#facets;
    for (let i = this.#inSight - 1; i >= 0; i--) {
      const group = this.#order[i]!;
      if (this.#shown[group] === 0) continue;
      for (const index of groups[group]!.shapes) {
        const shape = shapes[index]!;
        if (shape.material.opacity >= 1) continue;
        this.#placeVertices(shape);
        for (let facet = shape.facetStart; facet < shape.facetEnd; facet++) {
          if (this.#trace(facet, shape)) draw(this.slotCount - 1, facet);
        }
      }
    }
  }

  #clearOutlines(): void {
    const { pixels, boxes } = this.outlines;
    pixels.fill(0);
    for (let i = 0; i < boxes.length; i += 4) {
      boxes[i] = boxes[i + 1] = Infinity;
      boxes[i + 2] = boxes[i + 3] = -Infinity;
    }
  }

  #placeSolids(poses: Poses): void {
    const [solid, camera, toOptical] = this.#scratch;
    writeRigid(solid, poses, this.#device.solid);
    joinRigid(camera, solid, this.#mount);
    invertRigid(solid, camera);
    // The lens looks along +x of its node, left is +y, up is +z; the optical frame is right, down, forward.
    for (let column = 0; column < 3; column++) {
      toOptical[column] = -solid[3 + column]!;
      toOptical[3 + column] = -solid[6 + column]!;
      toOptical[6 + column] = solid[column]!;
    }
    toOptical[9] = -solid[10]!;
    toOptical[10] = -solid[11]!;
    toOptical[11] = solid[9]!;
    const { spheres } = this.#facets;
    for (let i = 0; i < this.#toCamera.length; i++) {
      if (spheres[i * 4 + 3]! < 0) continue;
      writeRigid(solid, poses, i);
      joinRigid(this.#toCamera[i]!, toOptical, solid);
    }
  }

  #findGroupsInSight(): void {
    const { groups } = this.#facets;
    this.#inSight = 0;
    for (let group = 0; group < groups.length; group++) {
      const nearest = this.#nearestOf(groups[group]!);
      this.#nearest[group] = nearest;
      if (nearest < Infinity) this.#insert(group, nearest);
    }
  }

  /** Keeps the order by distance, then by index. Few groups are in sight, so inserting is quick enough. */
  #insert(group: number, nearest: number): void {
    const order = this.#order;
    let at = this.#inSight++;
    while (at > 0 && this.#nearest[order[at - 1]!]! > nearest) {
      order[at] = order[at - 1]!;
      at--;
    }
    order[at] = group;
  }

  /** Distance of the farthest centre among its solids, a good key for near-to-far; Infinity if all are out of sight. */
  #nearestOf({ solids }: DrawnGroup): number {
    const { spheres } = this.#facets;
    const { focal, centerX, centerY } = this.#pinhole;
    const slopeX = centerX / focal;
    const slopeY = centerY / focal;
    const secantX = Math.hypot(1, slopeX);
    const secantY = Math.hypot(1, slopeY);
    let key = Infinity;
    for (const solid of solids) {
      const m = this.#toCamera[solid]!;
      const [cx, cy, cz] = [spheres[solid * 4]!, spheres[solid * 4 + 1]!, spheres[solid * 4 + 2]!];
      const radius = spheres[solid * 4 + 3]!;
      const x = m[0]! * cx + m[1]! * cy + m[2]! * cz + m[9]!;
      const y = m[3]! * cx + m[4]! * cy + m[5]! * cz + m[10]!;
      const z = m[6]! * cx + m[7]! * cy + m[8]! * cz + m[11]!;
      const out =
        z < -radius ||
        Math.abs(x) - z * slopeX > radius * secantX ||
        Math.abs(y) - z * slopeY > radius * secantY ||
        (this.#device.far > 0 && z - radius > this.#device.far);
      if (!out) key = Math.min(key, x * x + y * y + z * z + radius * radius);
    }
    return key;
  }

  #isCounted(group: number): boolean {
    const { object } = this.#facets.groups[group]!;
    return object >= 0 && this.#counted[object]!;
  }

  #drawGroup(index: number): void {
    const group = this.#facets.groups[index]!;
    const { shapes } = this.#facets;
    this.#shown[index] = this.#isHidden(group) ? 0 : 1;
    if (this.#shown[index] === 0) return;
    const counted = this.#isCounted(index);
    if (counted) this.#coverage.clear();
    for (const shapeIndex of group.shapes) {
      const shape = shapes[shapeIndex]!;
      this.#placeVertices(shape);
      if (counted) this.#growBox(shape, group.object);
      const pixels = this.#drawShape(shape, counted, group.shapes.length === 1 && shape.closed);
      if (counted) this.outlines.pixels[group.object]! += pixels;
    }
  }

  /** Returns the pixels it covers that its group had not, if those are wanted. `single`: its facets never hide each other. */
  #drawShape(shape: DrawnShape, counted: boolean, single: boolean): number {
    const opaque = shape.material.opacity >= 1;
    const { footprint } = this;
    let pixels = 0;
    for (let facet = shape.facetStart; facet < shape.facetEnd; facet++) {
      if (!this.#trace(facet, shape)) continue;
      if (opaque) this.#visibility.fill(footprint, this.slotCount - 1, this.#plane);
      if (counted) pixels += single ? this.#coverage.count(footprint) : this.#coverage.add(footprint);
    }
    return pixels;
  }

  /** Whether walls, or what was drawn before, certainly hide it whole. */
  #isHidden({ solids }: DrawnGroup): boolean {
    const box = this.#box;
    for (const solid of solids) {
      if (!this.#boundSolid(solid)) return false;
      const { left, top, right, bottom, nearness } = box;
      if (left < right && !this.#visibility.hides(left, top, right, bottom, nearness)) return false;
    }
    return true;
  }

  /** The samples that a solid's sphere may cover, into #box. False if it is too near to say. */
  #boundSolid(solid: number): boolean {
    const { spheres } = this.#facets;
    const { focal, centerX, centerY, width, height } = this.#pinhole;
    const m = this.#toCamera[solid]!;
    const [cx, cy, cz] = [spheres[solid * 4]!, spheres[solid * 4 + 1]!, spheres[solid * 4 + 2]!];
    const radius = spheres[solid * 4 + 3]!;
    const x = m[0]! * cx + m[1]! * cy + m[2]! * cz + m[9]!;
    const y = m[3]! * cx + m[4]! * cy + m[5]! * cz + m[10]!;
    const z = m[6]! * cx + m[7]! * cy + m[8]! * cz + m[11]!;
    const [near, far] = [z - radius, z + radius];
    if (near < 0.01) return false;
    const box = this.#box;
    const low = (at: number) => (at < 0 ? at / near : at / far) * focal;
    box.left = Math.max(0, Math.floor(centerX + low(x - radius)));
    box.right = Math.min(width, Math.ceil(centerX - low(-x - radius)));
    box.top = Math.max(0, Math.floor(centerY + low(y - radius)));
    box.bottom = Math.min(height, Math.ceil(centerY - low(-y - radius)));
    box.nearness = 1 / near;
    return true;
  }

  #placeVertices({ solid, vertexStart, vertexEnd }: DrawnShape): void {
    const m = this.#toCamera[solid]!;
    const { vertices } = this.#facets;
    const points = this.#points;
    const [m0, m1, m2, m3, m4, m5] = [m[0]!, m[1]!, m[2]!, m[3]!, m[4]!, m[5]!];
    const [m6, m7, m8, tx, ty, tz] = [m[6]!, m[7]!, m[8]!, m[9]!, m[10]!, m[11]!];
    this.#eye[0] = -(m0 * tx + m3 * ty + m6 * tz);
    this.#eye[1] = -(m1 * tx + m4 * ty + m7 * tz);
    this.#eye[2] = -(m2 * tx + m5 * ty + m8 * tz);
    for (let from = vertexStart * 3, to = 0; from < vertexEnd * 3; from += 3, to += 3) {
      const x = vertices[from]!;
      const y = vertices[from + 1]!;
      const z = vertices[from + 2]!;
      points[to] = m0 * x + m1 * y + m2 * z + tx;
      points[to + 1] = m3 * x + m4 * y + m5 * z + ty;
      points[to + 2] = m6 * x + m7 * y + m8 * z + tz;
    }
  }

  /** Whether a facet of the shape placed last faces the lens and covers pixels: then it has a slot, a plane and a footprint. */
  #trace(facet: number, shape: DrawnShape): boolean {
    const { planes } = this.#facets;
    const eye = this.#eye;
    const distance =
      planes[facet * 4]! * eye[0]! +
      planes[facet * 4 + 1]! * eye[1]! +
      planes[facet * 4 + 2]! * eye[2]! -
      planes[facet * 4 + 3]!;
    if (distance <= EDGE_ON || this.slotCount > MAX_SLOTS) return false;
    const polygon = this.#polygon;
    if (!polygon.project(facet, shape.vertexStart, this.#points)) return false;
    if (!this.footprint.trace(polygon.xs, polygon.ys, polygon.count)) return false;
    this.#writeSlot(facet, this.#toCamera[shape.solid]!, -distance);
    return true;
  }

  /** d: the plane's offset in the optical frame, n'·X = d. */
  #writeSlot(facet: number, m: Rigid, d: number): void {
    if (this.slotCount * SLOT_STRIDE >= this.gradients.length) this.#growSlots();
    const { planes, maps } = this.#facets;
    const { focal, centerX, centerY } = this.#pinhole;
    const slot = this.slotCount++;
    this.facetOfSlot[slot] = facet;
    const [nx, ny, nz] = [planes[facet * 4]!, planes[facet * 4 + 1]!, planes[facet * 4 + 2]!];
    const plane = this.#plane;
    plane.byX = (m[0]! * nx + m[1]! * ny + m[2]! * nz) / (d * focal);
    plane.byY = (m[3]! * nx + m[4]! * ny + m[5]! * nz) / (d * focal);
    plane.at = (m[6]! * nx + m[7]! * ny + m[8]! * nz) / d - plane.byX * centerX - plane.byY * centerY;
    const out = this.gradients;
    let at = slot * SLOT_STRIDE;
    out[at++] = plane.byX;
    out[at++] = plane.byY;
    out[at++] = plane.at;
    for (let from = facet * MAP_STRIDE; from < (facet + 1) * MAP_STRIDE; from += 4) {
      const [gx, gy, gz] = [maps[from]!, maps[from + 1]!, maps[from + 2]!];
      const x = m[0]! * gx + m[1]! * gy + m[2]! * gz;
      const y = m[3]! * gx + m[4]! * gy + m[5]! * gz;
      const z = m[6]! * gx + m[7]! * gy + m[8]! * gz;
      const still = maps[from + 3]! - (x * m[9]! + y * m[10]! + z * m[11]!);
      out[at++] = x / focal + still * plane.byX;
      out[at++] = y / focal + still * plane.byY;
      out[at++] = z - (centerX * x + centerY * y) / focal + still * plane.at;
    }
  }

  #growSlots(): void {
    const gradients = new Float64Array(this.gradients.length * 2);
    gradients.set(this.gradients);
    this.gradients = gradients;
    const facetOfSlot = new Int32Array(this.facetOfSlot.length * 2);
    facetOfSlot.set(this.facetOfSlot);
    this.facetOfSlot = facetOfSlot;
  }

  /** The whole box from all vertices; of a shape that reaches behind the lens, from those before it. */
  #growBox({ vertexStart, vertexEnd }: DrawnShape, object: number): void {
    const { focal, centerX, centerY } = this.#pinhole;
    const { boxes } = this.outlines;
    const at = object * 4;
    const near = Math.max(this.#device.near, 1e-3);
    for (let i = 0; i < (vertexEnd - vertexStart) * 3; i += 3) {
      const z = Math.max(near, this.#points[i + 2]!);
      const x = ((this.#points[i]! * focal) / z + centerX) / this.#scale - this.#marginX;
      const y = ((this.#points[i + 1]! * focal) / z + centerY) / this.#scale - this.#marginY;
      if (x < boxes[at]!) boxes[at] = x;
      if (y < boxes[at + 1]!) boxes[at + 1] = y;
      if (x > boxes[at + 2]!) boxes[at + 2] = x;
      if (y > boxes[at + 3]!) boxes[at + 3] = y;
    }
  }
}
