// The seeded source of chance of the simulator: the same seed gives the same numbers on every machine.

export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Standard normal: mean 0, deviation 1. */
  normal(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform integer in 0 .. count - 1. */
  below(count: number): number;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded by one number and warmed up so that near seeds differ. */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = seed | 0;
  let c = Math.floor(seed / 0x1_0000_0000) | 0;
  let counter = 1;
  let spare = Number.NaN;

  function nextBits(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  function next(): number {
    return nextBits() / 0x1_0000_0000;
  }

  /** Marsaglia's polar method: two normals from one point in the unit disc. */
  function normal(): number {
    if (spare === spare) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    let x: number, y: number, square: number;
    do {
      x = 2 * next() - 1;
      y = 2 * next() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    spare = y * scale;
    return x * scale;
  }

  for (let round = 0; round < 16; round++) nextBits();
  return {
    next,
    normal,
    between: (low, high) => low + (high - low) * next(),
    below: (count) => Math.floor(next() * count),
  };
}
