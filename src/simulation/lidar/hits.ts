// What each beam met, before it is measured: distance, target and triangle, and the buffers that hold them.

/** Beams by layer, then counter-clockwise. Distances start at the LIDAR's reach; a target of -1 is a beam that met nothing. */
export class Hits {
  readonly distances: Float64Array;
  readonly targets: Int32Array;
  /** The axis across a box's face, the triangle of a mesh; -1 where not known; nothing for round shapes. */
  readonly parts: Int32Array;

  constructor(count: number) {
    this.distances = new Float64Array(count);
    this.targets = new Int32Array(count);
    this.parts = new Int32Array(count);
  }

  clear(first: number, end: number, reachM: number): void {
    this.distances.fill(reachM, first, end);
    this.targets.fill(-1, first, end);
    this.parts.fill(-1, first, end);
  }
}
