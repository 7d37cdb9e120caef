// What is known of the classes before one is seen: how deep they are behind the edge that the camera sees.

/** Metres. */
export interface ClassTraits {
  /** Length and width together: who shows his narrow side is long. Absent: it is as deep as it is wide. */
  readonly lengthAndWidthM?: number;
  readonly depthM: readonly [least: number, most: number];
  /** The lower edge of its box is where it touches the floor in its middle: it is a ball. */
  readonly ball?: true;
  /** The robot may pass under it: only what stands on the floor counts, where the free floor is known. */
  readonly passable?: true;
  /** Wider above the floor than on it. */
  readonly overhangs?: true;
  /** It may walk away as soon as nobody looks. */
  readonly walks?: true;
}

const anything: ClassTraits = { lengthAndWidthM: 0.3, depthM: [0.06, 0.2] };

const known: Readonly<Record<string, ClassTraits>> = {
  box: { lengthAndWidthM: 0.6, depthM: [0.15, 0.4] },
  chair: { depthM: [0.4, 0.65] },
  table: { lengthAndWidthM: 1.2, depthM: [0.3, 0.6], passable: true },
  plant: { depthM: [0.15, 0.4], overhangs: true },
  ball: { depthM: [0.05, 0.3], ball: true },
  cone: { lengthAndWidthM: 0.52, depthM: [0.16, 0.34] },
  shoe: { lengthAndWidthM: 0.41, depthM: [0.11, 0.3] },
  person: { lengthAndWidthM: 0.8, depthM: [0.3, 0.35], walks: true },
};

export function traitsOf(classId: string): ClassTraits {
  return Object.hasOwn(known, classId) ? known[classId]! : anything;
}

/** How deep a thing of this class is taken to be that looks so wide. */
export function depthOf({ lengthAndWidthM, depthM: [least, most] }: ClassTraits, widthM: number): number {
  const depth = lengthAndWidthM === undefined ? widthM : lengthAndWidthM - widthM;
  return Math.min(most, Math.max(least, depth));
}
