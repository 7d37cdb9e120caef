// What each beam met, before it is measured: distance, target and triangle, and the buffers that hold them.

/** Beams by layer, then counter-clockwise. Distances start at the LIDAR's reach; a target of -1 is a beam that met nothing. */
export class Hits {
  readonly distances: Float64Array;
  readonly targets: Int32Array;
  /** Triangle of a mesh, where the ray was crossed in space; -1 otherwise. */
  readonly triangles: Int32Array;

  constructor(count: number) {
    this.distances = new Float64Array(count);
    this.targets = new Int32Array(count);
    this.triangles = new Int32Array(count);
  }

  clear(first: number, end: number, reachM: number): void {
    this.distances.fill(reachM, first, end);
    this.targets.fill(-1, first, end);
    this.triangles.fill(-1, first, end);
  }
}
