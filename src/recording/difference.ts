// The first place at which two messages differ by more than a tolerance, and how far any two numbers are apart.

export interface Difference {
  /** `obstacles[2].position.x`. */
  readonly path: string;
  readonly recorded: string;
  readonly replayed: string;
}

export interface Differences {
  readonly first: Difference | undefined;
  /** Over all pairs of numbers; Infinity where only one of them is finite. */
  readonly largest: number;
}

/** Equal structures of objects, arrays, typed arrays, numbers, bigints, strings and booleans. */
export function findDifference(recorded: unknown, replayed: unknown, tolerance: number): Differences {
  const walk = new Walk(tolerance);
  walk.compare(recorded, replayed, '');
  return { first: walk.first, largest: walk.largest };
}

class Walk {
  readonly #tolerance: number;
  first: Difference | undefined;
  largest = 0;

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  compare(a: unknown, b: unknown, path: string): void {
    if (typeof a === 'number' && typeof b === 'number') this.#numbers(a, b, path);
    else if (isList(a) && isList(b)) this.#lists(a, b, path);
    else if (isRecord(a) && isRecord(b)) this.#records(a, b, path);
    else if (a !== b) this.#note(path, a, b);
  }

  #numbers(a: number, b: number, path: string): void {
    if (Object.is(a, b) || a === b) return;
    const apart = Math.abs(a - b);
    const distance = Number.isNaN(apart) ? Infinity : apart;
    this.largest = Math.max(this.largest, distance);
    if (distance > this.#tolerance) this.#note(path, a, b);
  }

  #lists(a: ArrayLike<unknown>, b: ArrayLike<unknown>, path: string): void {
    if (a.length !== b.length) {
      this.#note(`${path}.length`, a.length, b.length);
      return;
    }
    for (let i = 0; i < a.length; i++) this.compare(a[i], b[i], `${path}[${i}]`);
  }

  #records(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>, path: string): void {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      this.compare(a[key], b[key], path === '' ? key : `${path}.${key}`);
    }
  }

  #note(path: string, a: unknown, b: unknown): void {
    this.first ??= { path, recorded: inWords(a), replayed: inWords(b) };
  }
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function inWords(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
