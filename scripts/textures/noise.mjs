// Seamless noise from integer hashes: the same on every machine, the same at both edges of a texture.

/** A number in [0, 1) for a whole-numbered place. */
export function hash(x, y, seed) {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Smooth value noise in [0, 1) at (u, v) of the unit square, with cellsU x cellsV lattice cells. */
export function smooth(u, v, { cellsU, cellsV, seed }) {
  const x = u * cellsU;
  const y = v * cellsV;
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const at = (i, j) => hash(wrap(x0 + i, cellsU), wrap(y0 + j, cellsV), seed);
  const fx = ease(x - x0);
  const fy = ease(y - y0);
  return mix(mix(at(0, 0), at(1, 0), fx), mix(at(0, 1), at(1, 1), fx), fy);
}

/** Several octaves of it, the finest cellsU * 2^(octaves-1) cells wide. */
export function cloud(u, v, { cellsU, cellsV, seed, octaves = 4 }) {
  let sum = 0;
  let total = 0;
  for (let octave = 0, weight = 1; octave < octaves; octave++, weight /= 2) {
    const cells = { cellsU: cellsU << octave, cellsV: cellsV << octave, seed: seed + octave };
    sum += weight * smooth(u, v, cells);
    total += weight;
  }
  return sum / total;
}

export function mix(a, b, t) {
  return a + (b - a) * t;
}

export function wrap(value, period) {
  return ((value % period) + period) % period;
}

function ease(t) {
  return t * t * (3 - 2 * t);
}
