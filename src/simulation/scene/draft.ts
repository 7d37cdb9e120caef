// The scene while it is being built: solids get their places, skips are named once, ceilings hold.
import { Fault } from '../../fault/fault.js';
import type { WorldLimits } from '../worldfile/limits.js';
import { showPosition, type Node, type Position } from '../worldfile/tree.js';
import type { Bound, Device, Joint, Light, Mass, Path, Pose, Shape, Skipped } from './scene.js';

/** How the file's release lays things out (webots.md 1.1, 7.4). */
export interface Conventions {
  /** The world's y points up: everything is turned. */
  readonly yUp: boolean;
  /** Before R2022a cylinders stood along y, planes faced y and cameras looked along -z. */
  readonly oldAxes: boolean;
}

/** A solid whose contents are still being collected; becomes a Solid of the scene. */
export interface DraftSolid {
  readonly index: number;
  readonly parent: number;
  readonly name: string;
  readonly model: string;
  readonly type: string;
  readonly contactMaterial: string;
  readonly pose: Pose;
  readonly shapes: Shape[];
  readonly bounds: Bound[];
  readonly physics: Mass | undefined;
  readonly joint: Joint | undefined;
  readonly path: Path | undefined;
  readonly recognitionColors: readonly (readonly [number, number, number])[];
}

export interface DraftRobot {
  readonly node: Node;
  readonly solid: DraftSolid;
  readonly devices: Device[];
}

export class SceneDraft {
  readonly conventions: Conventions;
  readonly solids: DraftSolid[] = [];
  readonly robots: DraftRobot[] = [];
  readonly lights: Light[] = [];
  readonly #limits: WorldLimits;
  readonly #skippedByWhat = new Map<string, Skipped>();
  #nodes = 0;
  #values = 0;
  #triangles = 0;
  #clippingWork = 0;

  constructor(conventions: Conventions, limits: WorldLimits) {
    this.conventions = conventions;
    this.#limits = limits;
  }

  get skipped(): Skipped[] {
    return [...this.#skippedByWhat.values()];
  }

  add(solid: Omit<DraftSolid, 'index' | 'shapes' | 'bounds'>): DraftSolid {
    const added = { ...solid, index: this.solids.length, shapes: [], bounds: [] };
    this.solids.push(added);
    return added;
  }

  /** Says what the simulator does not use, the first time it is met. */
  skip(what: string, at: Position | undefined): void {
    const isNew = !this.#skippedByWhat.has(what) && this.#skippedByWhat.size < this.#limits.notes;
    if (isNew) this.#skippedByWhat.set(what, { where: showPosition(at), what });
  }

  /** Call at every node visited: shared nodes (USE) count each time, so a small file cannot unfold without end. */
  countNode(node: Node): void {
    this.#nodes += 1;
    for (const { value } of node.fields) if (value.kind === 'numbers') this.#values += value.numbers.length;
    if (this.#values > this.#limits.expandedValues)
      throw tooMany('numbers', this.#limits.expandedValues, node);
    if (this.#nodes > this.#limits.expandedNodes) {
      throw tooMany('nodes', this.#limits.expandedNodes, node);
    }
  }

  /** True while there is time to cut another polygon by ear clipping, whose cost grows with the cube of the corners. */
  mayClip(corners: number): boolean {
    this.#clippingWork += corners ** 3;
    return this.#clippingWork <= clippingBudget;
  }

  countTriangles(count: number, node: Node): void {
    this.#triangles += count;
    if (this.#triangles > this.#limits.triangles) throw tooMany('triangles', this.#limits.triangles, node);
  }
}

/** About a second. */
const clippingBudget = 1e9;

function tooMany(things: string, limit: number, { at }: Node): Fault {
  return new Fault('world/limit', {
    what: `The world has too many ${things} once every USE is followed.`,
    expected: `at most ${limit} ${things}`,
    where: showPosition(at),
  });
}
