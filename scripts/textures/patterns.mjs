// The patterns of floors, walls and things: each maps (u, v) of the unit square to a place on a colour ramp, 0 dark .. 1 light.
import { cloud, hash, mix, smooth, wrap } from './noise.mjs';

/** Boards along u, each with its own tone and grain, ends staggered, dark gaps between. */
export function planks({ boards, lengths, seed, gap = 0.03, grain = 0.35 }) {
  return (u, v) => {
    const row = Math.floor(v * boards);
    const along = u * lengths + hash(row, 7, seed);
    const board = wrap(Math.floor(along), lengths);
    const inRow = v * boards - row;
    const inBoard = along - Math.floor(along);
    if (inRow < gap || inBoard < (gap * lengths) / boards) return 0.06;
    return mix(toneOf(row, board, seed), fibre(u, v, boards, seed), grain);
  };
}

/** Herringbone: boards of two cells, lying or standing, in steps; `cells` is a multiple of four. */
export function herringbone({ cells, seed }) {
  const lyingGrain = { cellsU: cells / 2, cellsV: cells * 8, seed };
  const standingGrain = { cellsU: cells * 8, cellsV: cells / 2, seed };
  return (u, v) => {
    const [x, y] = [u * cells, v * cells];
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const step = wrap(column - row, 4);
    const lies = step < 2;
    const across = lies ? y - row : x - column;
    const along = (lies ? x - column : y - row) + (step === 1 || step === 2 ? 1 : 0);
    if (across < 0.06 || along < 0.06) return 0.08;
    const start = [wrap(step === 1 ? column - 1 : column, cells), wrap(step === 2 ? row - 1 : row, cells)];
    const tone = 0.3 + 0.55 * hash(start[0], start[1], seed);
    return mix(tone, smooth(u, v, lies ? lyingGrain : standingGrain), 0.3);
  };
}

/** Long fibres along u with a slow wave, for furniture. */
export function grain({ seed }) {
  return (u, v) => {
    const bent = v + 0.04 * smooth(u, v, { cellsU: 3, cellsV: 2, seed });
    const rings = smooth(u, wrap(bent, 1), { cellsU: 2, cellsV: 24, seed: seed + 3 });
    return mix(rings, fibre(u, v, 10, seed), 0.4) * 0.8 + 0.1;
  };
}

/** Rectangular tiles with grout; `shift` moves every second row by that part of a tile. */
export function tiles({ across, down, seed, shift = 0, groutAt = 0, contrast = 0.25, checker = 0 }) {
  const groutWidth = 0.035;
  return (u, v) => {
    const row = Math.floor(v * down);
    const x = u * across + (row % 2) * shift;
    const column = wrap(Math.floor(x), across);
    const inX = x - Math.floor(x);
    const inY = v * down - row;
    const onGrout = inX < groutWidth || inY < (groutWidth * down) / across;
    if (onGrout) return groutAt + 0.05 * hash(Math.floor(u * 256), Math.floor(v * 256), seed);
    const marbling = cloud(u, v, { cellsU: 6, cellsV: 6, seed: seed + 5 });
    const square = checker * ((row + column) % 2);
    return 0.75 - square + contrast * (0.6 * (marbling - 0.5) + 0.4 * (hash(column, row, seed) - 0.5));
  };
}

/** Short pile: grain of single tufts under slow shading. */
export function pile({ seed, tufts = 96, speckle = 0.55 }) {
  return (u, v) => {
    const tuft = smooth(u, v, { cellsU: tufts, cellsV: tufts, seed });
    const shade = cloud(u, v, { cellsU: 4, cellsV: 4, seed: seed + 11, octaves: 3 });
    return mix(shade, tuft, speckle);
  };
}

/** Loops in ribs along u. */
export function loops({ seed, ribs = 32 }) {
  return (u, v) => {
    const row = Math.floor(v * ribs);
    const inRib = 1 - Math.abs(2 * (v * ribs - row) - 1);
    const x = u * ribs * 1.5 + (row % 2) * 0.5;
    const inLoop = 1 - Math.abs(2 * (x - Math.floor(x)) - 1);
    const tone = hash(wrap(Math.floor(x), ribs * 1.5), row, seed);
    return 0.12 + 0.5 * Math.min(1, inRib * inLoop * 2) + 0.38 * tone * inRib;
  };
}

/** A woven rug: lozenges in a grid over pile. */
export function lozenges({ seed, repeats = 4 }) {
  const tufts = pile({ seed, speckle: 0.8 });
  return (u, v) => {
    const x = Math.abs(2 * wrap(u * repeats, 1) - 1);
    const y = Math.abs(2 * wrap(v * repeats, 1) - 1);
    const d = x + y;
    const band = d < 0.35 ? 0.95 : d < 0.55 ? 0.35 : d < 0.9 ? 0.12 : d < 1.1 ? 0.75 : 0.3;
    return mix(band, tufts(u, v), 0.28);
  };
}

/** Concrete or plaster: clouds, fine sand, pits where `pits` is above 0, a joint at the edge if asked. */
export function mineral({ seed, sand = 0.25, pits = 0, joint = 0 }) {
  return (u, v) => {
    if (u < joint || v < joint) return 0.1;
    const stains = cloud(u, v, { cellsU: 3, cellsV: 3, seed });
    const grains = hash(Math.floor(u * 256), Math.floor(v * 256), seed + 1);
    const pit = smooth(u, v, { cellsU: 40, cellsV: 40, seed: seed + 2 }) > 1 - pits ? 0.35 : 0;
    return mix(stains, grains, sand) - pit;
  };
}

/** Wallpaper: stripes with a small ornament. */
export function stripes({ seed, count = 8 }) {
  return (u, v) => {
    const wide = wrap(u * count, 1);
    const x = wide - 0.25;
    const y = wrap(v * count * 2 + Math.floor(u * count) * 0.5, 1) - 0.5;
    const ornament = wide < 0.5 && x * x * 5 + y * y * 0.6 < 0.03 ? -0.3 : 0;
    return (wide < 0.5 ? 0.85 : 0.6) + ornament + 0.06 * hash(Math.floor(u * 256), Math.floor(v * 128), seed);
  };
}

/** Cardboard: fluting, and a tape across the middle with a printed mark below it. */
export function cardboard({ seed }) {
  return (u, v) => {
    if (Math.abs(v - 0.5) < 0.06) return 0.93 - 0.1 * smooth(u, v, { cellsU: 24, cellsV: 64, seed });
    if (u > 0.68 && u < 0.9 && v > 0.68 && v < 0.86 && (Math.floor(u * 60) + Math.floor(v * 9)) % 3 > 0)
      return 0.12;
    const flutes = smooth(u, v, { cellsU: 128, cellsV: 6, seed });
    return 0.45 + 0.14 * flutes + 0.14 * cloud(u, v, { cellsU: 4, cellsV: 4, seed });
  };
}

/** A crate's side: slats in a frame with a diagonal. */
export function slats({ seed, boards = 6 }) {
  const wood = planks({ boards, lengths: 1, seed, gap: 0.1 });
  return (u, v) => {
    const edge = Math.min(u, v, 1 - u, 1 - v);
    const diagonal = Math.abs(u - v) < 0.09;
    if (edge < 0.1) return edge > 0.09 ? 0.1 : mix(0.75, fibre(u, v, 8, seed), 0.4);
    if (diagonal) return Math.abs(u - v) > 0.08 ? 0.1 : mix(0.7, fibre(u, v, 8, seed + 1), 0.4);
    return wood(u, v) * 0.85;
  };
}

/** Woven cloth: threads over and under. */
export function weave({ seed, threads = 64 }) {
  return (u, v) => {
    const x = Math.floor(u * threads);
    const y = Math.floor(v * threads);
    const over = (x + y) % 2 === 0;
    const across = over ? u * threads - x : v * threads - y;
    const tone = hash(over ? 0 : x, over ? y : 0, seed);
    return 0.25 + 0.4 * (1 - Math.abs(2 * across - 1)) + 0.3 * tone;
  };
}

/** Parquet of squares, the fingers of each across those of its neighbours. */
export function basket({ squares, fingers, seed }) {
  return (u, v) => {
    const [x, y] = [u * squares, v * squares];
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const lies = (column + row) % 2 === 0;
    const across = (lies ? y - row : x - column) * fingers;
    const finger = Math.floor(across);
    if (across - finger < 0.08 || x - column < 0.02 || y - row < 0.02) return 0.06;
    const tone = 0.3 + 0.5 * hash(column * fingers + finger, row, seed);
    return mix(tone, fibre(lies ? u : v, lies ? v : u, squares * fingers, seed), 0.3);
  };
}

/** Round stones in staggered rows. */
export function mosaic({ across, seed }) {
  return (u, v) => {
    const row = Math.floor(v * across);
    const x = u * across + (row % 2) * 0.5;
    const column = wrap(Math.floor(x), across);
    const far = Math.hypot(x - Math.floor(x) - 0.5, v * across - row - 0.5);
    return far > 0.44 ? 0.1 : 0.62 + 0.3 * hash(column, row, seed) - 0.25 * far;
  };
}

/** Large tiles whose corners are cut by small dark ones. */
export function cornered({ across, seed }) {
  return (u, v) => {
    const [x, y] = [u * across, v * across];
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const [inX, inY] = [Math.abs(x - column - 0.5), Math.abs(y - row - 0.5)];
    const corner = inX + inY;
    if (corner > 0.86) return 0.42;
    if (corner > 0.84 || inX > 0.485 || inY > 0.485) return 0.02;
    const marbling = cloud(u, v, { cellsU: 5, cellsV: 5, seed });
    return 0.5 + 0.45 * marbling + 0.2 * (hash(column, row, seed) - 0.5);
  };
}

/** Carpet in broad and narrow stripes. */
export function striped({ seed, repeats = 3 }) {
  const tufts = pile({ seed, tufts: 128, speckle: 0.8 });
  return (u, v) => {
    const at = wrap(u * repeats, 1);
    const tone = at < 0.45 ? 0.2 : at < 0.55 ? 0.95 : at < 0.8 ? 0.55 : at < 0.86 ? 0.9 : 0.4;
    return mix(tone, tufts(u, v), 0.35);
  };
}

/** Long pile: strands that lie this way and that. */
export function shag({ seed }) {
  return (u, v) => {
    const bend = 0.06 * smooth(u, v, { cellsU: 9, cellsV: 9, seed });
    const strands = smooth(wrap(u + bend, 1), wrap(v + bend, 1), { cellsU: 72, cellsV: 18, seed: seed + 1 });
    const others = smooth(wrap(u - bend, 1), v, { cellsU: 20, cellsV: 64, seed: seed + 2 });
    return mix(strands, others, 0.45);
  };
}

/** Concrete with broad stains and thin dark cracks. */
export function cracked({ seed }) {
  return (u, v) => {
    const stain = cloud(u, v, { cellsU: 2, cellsV: 2, seed, octaves: 5 });
    const vein = Math.abs(cloud(u, v, { cellsU: 3, cellsV: 3, seed: seed + 7, octaves: 5 }) - 0.5);
    const grains = hash(Math.floor(u * 256), Math.floor(v * 256), seed + 1);
    return vein < 0.006 ? 0.05 : mix(stain, grains, 0.22);
  };
}

/** Chips of stone in cement: some light, some dark. */
export function chips({ seed }) {
  return (u, v) => {
    const cell = nearestCell(u, v, 34, seed);
    const isChip = cell.tone > 0.45 && cell.far < 0.25 + 0.25 * cell.tone;
    if (isChip) return cell.tone > 0.75 ? 0.95 : 0.1 + cell.tone * 0.2;
    return 0.55 + 0.1 * hash(Math.floor(u * 256), Math.floor(v * 256), seed);
  };
}

/** Boards that stand. */
export function upright({ boards, seed }) {
  const lying = planks({ boards, lengths: 1, seed, gap: 0.07 });
  return (u, v) => lying(v, u);
}

/** Stones of any shape, with mortar between them. */
export function fieldstones({ cells, seed }) {
  return (u, v) => {
    const { far, next, tone } = nearestCell(u, v, cells, seed);
    if (next - far < 0.09) return 0.85;
    return 0.15 + 0.5 * tone + 0.25 * cloud(u, v, { cellsU: 12, cellsV: 12, seed: seed + 3 });
  };
}

/** A rug in zigzag bands. */
export function zigzag({ seed, repeats = 3 }) {
  const tufts = pile({ seed, tufts: 128, speckle: 0.9 });
  return (u, v) => {
    const wave = Math.abs(2 * wrap(u * repeats * 2, 1) - 1);
    const band = Math.floor(wrap(v * repeats + wave * 0.25, 1) * 6);
    return mix([0.05, 0.95, 0.4, 0.7, 0.15, 0.6][band], tufts(u, v), 0.22);
  };
}

/** The nearest of one random point a cell, seamless: how far in cells, how far the second nearest, and a tone of its own. */
export function nearestCell(u, v, cells, seed) {
  const [x, y] = [u * cells, v * cells];
  let best = { far: Infinity, next: Infinity, tone: 0 };
  for (let j = Math.floor(y) - 1; j <= Math.floor(y) + 1; j++) {
    for (let i = Math.floor(x) - 1; i <= Math.floor(x) + 1; i++) {
      const [a, b] = [wrap(i, cells), wrap(j, cells)];
      const far = Math.hypot(i + hash(a, b, seed) - x, j + hash(a, b, seed + 1) - y);
      if (far < best.far) best = { far, next: best.far, tone: hash(a, b, seed + 2) };
      else if (far < best.next) best = { ...best, next: far };
    }
  }
  return best;
}

function toneOf(row, board, seed) {
  return 0.25 + 0.6 * hash(row, board + 31, seed);
}

function fibre(u, v, boards, seed) {
  const fine = smooth(u, v, { cellsU: 4, cellsV: boards * 16, seed: seed + 1 });
  const coarse = smooth(u, v, { cellsU: 2, cellsV: boards * 5, seed: seed + 2 });
  return 0.5 * fine + 0.5 * coarse;
}
