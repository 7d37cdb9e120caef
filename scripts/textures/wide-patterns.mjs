// More patterns, for the floors and walls of rooms to learn from: each maps (u, v) of the unit square to a place on a colour ramp.
import { cloud, hash, mix, smooth, wrap } from './noise.mjs';
import { nearestCell } from './patterns.mjs';

/** Short boards in rows, each row shifted by `shift` of a board. */
export function blocks({ across, down, seed, shift = 0.5, gap = 0.05, grain = 0.35, spread = 0.6 }) {
  return (u, v) => {
    const row = Math.floor(v * down);
    const x = u * across + wrap(row * shift, 1);
    const column = wrap(Math.floor(x), across);
    const joint = (gap * across) / down;
    if (v * down - row < gap || x - Math.floor(x) < joint) return 0.07;
    const tone = 0.5 + spread * (hash(column, row, seed) - 0.5);
    const fibres = smooth(u, v, { cellsU: across * 2, cellsV: down * 14, seed: seed + column + 1 });
    return mix(tone, fibres, grain);
  };
}

/** Boards that meet in points along lines: `columns` is even. */
export function chevron({ columns, boards, seed, slope = 0.5 }) {
  return (u, v) => {
    const column = Math.floor(u * columns);
    const inColumn = u * columns - column;
    const lean = column % 2 === 0 ? inColumn : 1 - inColumn;
    const y = v * boards + lean * slope * (boards / columns);
    const board = wrap(Math.floor(y), boards);
    if (y - Math.floor(y) < 0.06 || inColumn < 0.015) return 0.06;
    const fibres = smooth(u, wrap(y / boards, 1), { cellsU: columns * 2, cellsV: boards * 12, seed });
    return mix(0.25 + 0.6 * hash(column, board, seed), fibres, 0.3);
  };
}

/** Upright boards between rungs of lying ones. */
export function ladder({ columns, rungs, seed }) {
  return (u, v) => {
    const [x, y] = [u * columns, v * rungs];
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const isRail = x - column < 0.28;
    const edge = isRail ? Math.min(x - column, 0.28 - (x - column)) : y - row;
    if (edge < 0.02) return 0.05;
    const tone = 0.3 + 0.5 * hash(column, isRail ? 997 : row, seed);
    const along = isRail ? { cellsU: columns * 24, cellsV: 6 } : { cellsU: columns * 3, cellsV: rungs * 10 };
    return mix(tone, smooth(u, v, { ...along, seed: seed + 1 }), 0.35);
  };
}

/** Sawn blocks seen from their ends: rings in each. */
export function endGrain({ across, seed }) {
  return (u, v) => {
    const [x, y] = [u * across, v * across];
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (x - column < 0.05 || y - row < 0.05) return 0.04;
    const heart = [hash(column, row, seed) * 2 - 0.5, hash(column, row, seed + 1) * 2 - 0.5];
    const far = Math.hypot(x - column - heart[0], y - row - heart[1]);
    const rings = 0.5 + 0.5 * Math.sin(far * 34 + 4 * smooth(u, v, { cellsU: 12, cellsV: 12, seed }));
    return 0.25 + 0.3 * rings + 0.4 * hash(column, row, seed + 2);
  };
}

/** Sheets of plywood: broad flames of grain, joints far apart. */
export function flames({ seed, bands = 5 }) {
  return (u, v) => {
    if (u < 0.006 || v < 0.006) return 0.08;
    const bent = v + 0.22 * smooth(u, v, { cellsU: 2, cellsV: 2, seed });
    const wave =
      0.5 + 0.5 * Math.sin(2 * Math.PI * bands * bent + 3 * smooth(u, v, { cellsU: 3, cellsV: 9, seed }));
    return mix(wave, smooth(u, v, { cellsU: 5, cellsV: 110, seed: seed + 2 }), 0.45) * 0.75 + 0.15;
  };
}

/** Rectangular tiles: width of the grout, stains and veins in each, a tone of its own. */
export function slabs({
  across,
  down,
  seed,
  shift = 0,
  grout = 0.03,
  groutAt = 0.05,
  contrast = 0.3,
  veins = 0,
}) {
  return (u, v) => {
    const row = Math.floor(v * down);
    const x = u * across + wrap(row * shift, 1);
    const column = wrap(Math.floor(x), across);
    const inX = x - Math.floor(x);
    const inY = v * down - row;
    if (inX < grout || inY < (grout * down) / across) return groutAt;
    const own = seed + 17 * column + 5 * row;
    const marbling = cloud(u, v, { cellsU: 4, cellsV: 4, seed: own });
    const vein = Math.abs(cloud(u, v, { cellsU: 2, cellsV: 3, seed: own + 9, octaves: 5 }) - 0.5);
    const drawn = veins > 0 && vein < 0.02 ? -veins * (1 - vein / 0.02) : 0;
    return 0.65 + drawn + contrast * (0.9 * (marbling - 0.5) + 0.6 * (hash(column, row, seed) - 0.5));
  };
}

/** Six-sided tiles; `rows` is even. */
export function hexagons({ across, rows, seed, grout = 0.06, groutAt = 0.08, spread = 0.35 }) {
  const tall = (rows / across) * 1;
  return (u, v) => {
    const [x, y] = [u * across, v * rows];
    let best = { far: Infinity, next: Infinity, tone: 0 };
    for (let j = Math.floor(y) - 1; j <= Math.floor(y) + 1; j++) {
      for (let i = Math.floor(x) - 1; i <= Math.floor(x) + 1; i++) {
        const centre = [i + 0.5 + 0.5 * wrap(j, 2), j + 0.5];
        const far = Math.hypot(x - centre[0], (y - centre[1]) / tall);
        const tone = hash(wrap(i, across), wrap(j, rows), seed);
        if (far < best.far) best = { far, next: best.far, tone };
        else if (far < best.next) best = { ...best, next: far };
      }
    }
    if (best.next - best.far < grout) return groutAt;
    return 0.6 + spread * (best.tone - 0.5) + 0.2 * (cloud(u, v, { cellsU: 7, cellsV: 7, seed }) - 0.5);
  };
}

/** Flat stones of any shape with joints between: crazy paving, or pebbles where `cells` is large. */
export function paving({ cells, seed, joint = 0.08, jointAt = 0.85, spread = 0.5 }) {
  return (u, v) => {
    const { far, next, tone } = nearestCell(u, v, cells, seed);
    if (next - far < joint) return jointAt;
    return (
      0.45 + spread * (tone - 0.5) + 0.25 * (cloud(u, v, { cellsU: 9, cellsV: 9, seed: seed + 3 }) - 0.5)
    );
  };
}

/** Printed tiles: arcs from the corners and a star in the middle of each. */
export function printed({ across, seed, petals = 4 }) {
  return (u, v) => {
    const [x, y] = [wrap(u * across, 1) - 0.5, wrap(v * across, 1) - 0.5];
    if (Math.max(Math.abs(x), Math.abs(y)) > 0.48) return 0.5;
    const corner = Math.hypot(0.5 - Math.abs(x), 0.5 - Math.abs(y));
    const angle = Math.atan2(y, x);
    const star = Math.hypot(x, y) < 0.16 + 0.07 * Math.cos(petals * 2 * angle);
    const arc = corner > 0.3 && corner < 0.42;
    const wear = 0.1 * (cloud(u, v, { cellsU: 8, cellsV: 8, seed }) - 0.5);
    return (star || arc ? 0.12 : corner < 0.18 ? 0.4 : 0.85) + wear;
  };
}

/** Large squares with a small one at the side of each, turning like a mill. */
export function pinwheel({ across, seed }) {
  return (u, v) => {
    const [x, y] = [u * across * 5, v * across * 5];
    // Lattice of vectors (2, 1) and (-1, 2): five unit cells a motif, four of them the large tile.
    const turn = wrap(Math.floor(x) + 3 * Math.floor(y), 5);
    const [inX, inY] = [x - Math.floor(x), y - Math.floor(y)];
    const borders = { 0: [1, 1, 1, 1], 1: [1, 0, 1, 0], 2: [0, 1, 1, 0], 3: [0, 0, 0, 1], 4: [1, 0, 0, 1] }[
      turn
    ];
    const near = [inX, 1 - inX, inY, 1 - inY].some((gap, side) => borders[side] === 1 && gap < 0.05);
    if (near) return 0.06;
    return (turn === 0 ? 0.3 : 0.72) + 0.2 * (cloud(u, v, { cellsU: 10, cellsV: 10, seed }) - 0.5);
  };
}

/** Knots of yarn in staggered rows, some of another yarn. */
export function berber({ across, seed, flecks = 0.25 }) {
  return (u, v) => {
    const row = Math.floor(v * across);
    const x = u * across + (row % 2) * 0.5;
    const column = wrap(Math.floor(x), across);
    const far = Math.hypot((x - Math.floor(x) - 0.5) * 1.1, v * across - row - 0.5);
    const yarn = hash(column, row, seed) < flecks ? 0.15 : 0.75;
    return mix(yarn, hash(column, row, seed + 1), 0.25) * (1 - 0.9 * far * far * 2);
  };
}

/** Strands that follow a slowly turning direction: deep pile, lying any way. */
export function tousled({ seed, strands = 46, stretch = 4 }) {
  return (u, v) => {
    const turn = smooth(u, v, { cellsU: 5, cellsV: 5, seed }) * 2;
    const lean = smooth(u, v, { cellsU: strands, cellsV: Math.round(strands / stretch), seed: seed + 1 });
    const cross = smooth(u, v, { cellsU: Math.round(strands / stretch), cellsV: strands, seed: seed + 2 });
    const weight = 0.5 + 0.5 * Math.sin(Math.PI * turn);
    return mix(mix(lean, cross, weight), cloud(u, v, { cellsU: 3, cellsV: 3, seed: seed + 4 }), 0.25);
  };
}

/** Ribs along u, more or less regular. */
export function ribbed({ seed, ribs = 40, noise = 0.4 }) {
  return (u, v) => {
    const rib = Math.floor(v * ribs);
    const ridge = 1 - Math.abs(2 * (v * ribs - rib) - 1);
    const yarn = smooth(u, v, { cellsU: 90, cellsV: ribs, seed });
    return mix(0.2 + 0.6 * ridge, yarn, noise) + 0.2 * (hash(0, rib, seed) - 0.5);
  };
}

/** Thin stripes of many widths, woven. */
export function pinstripes({ seed, stripes = 40, tufts = 110 }) {
  return (u, v) => {
    const wide = hash(Math.floor((u * stripes) / 4), 1, seed);
    const thin = hash(Math.floor(u * stripes), 2, seed);
    const yarn = smooth(u, v, { cellsU: tufts, cellsV: tufts, seed: seed + 1 });
    return mix(0.5 * wide + 0.5 * thin, yarn, 0.4);
  };
}

/** Stripes both ways that add up: checks. */
export function checks({ seed, repeats = 4, bands = [0.9, 0.3, 0.3, 0.6, 0.9, 0.5] }) {
  const at = (t) => bands[Math.floor(wrap(t * repeats, 1) * bands.length)];
  return (u, v) => mix((at(u) + at(v)) / 2, smooth(u, v, { cellsU: 120, cellsV: 120, seed }), 0.35);
}

/** Square pieces of ribbed carpet, every second one turned. */
export function turned({ seed, across = 2, ribs = 22 }) {
  return (u, v) => {
    const [column, row] = [Math.floor(u * across), Math.floor(v * across)];
    const along = (column + row) % 2 === 0 ? u : v;
    const x = wrap(along * across, 1) * ribs;
    const ridge = 1 - Math.abs(2 * (x - Math.floor(x)) - 1);
    const yarn = smooth(u, v, { cellsU: 100, cellsV: 100, seed });
    return 0.15 + 0.35 * ridge + 0.3 * yarn + 0.15 * hash(column, row, seed);
  };
}

/** Felt: short fibres in all directions over faint clouds. */
export function felt({ seed }) {
  return (u, v) => {
    const lying = smooth(u, v, { cellsU: 40, cellsV: 128, seed });
    const standing = smooth(u, v, { cellsU: 128, cellsV: 40, seed: seed + 1 });
    return mix(0.5 * (lying + standing), cloud(u, v, { cellsU: 5, cellsV: 5, seed: seed + 2 }), 0.4);
  };
}

/** Coarse plant fibre woven in steps. */
export function sisal({ seed, threads = 28 }) {
  return (u, v) => {
    const [x, y] = [u * threads, v * threads];
    const step = wrap(Math.floor(x) + Math.floor(y), 4) < 2;
    const across = step ? x - Math.floor(x) : y - Math.floor(y);
    const ridge = 1 - Math.abs(2 * across - 1);
    return 0.15 + 0.45 * ridge + 0.4 * hash(Math.floor(x), Math.floor(y), seed);
  };
}

/** Stones in polished cement: grains of a fine and a coarse size, a share of the cells holds one. */
export function aggregate({ seed, fine, coarse, share = 0.5, ground = 0.5 }) {
  return (u, v) => {
    for (const [cells, size, own] of [
      [coarse, 0.33, 0],
      [fine, 0.4, 20],
    ]) {
      const { far, tone } = nearestCell(u, v, cells, seed + own);
      if (tone < share && far < size * (0.5 + tone / share / 2))
        return tone < share / 2 ? 0.15 + tone * 0.4 : 0.98 - tone * 0.5;
    }
    return ground + 0.2 * (cloud(u, v, { cellsU: 4, cellsV: 4, seed: seed + 5 }) - 0.5);
  };
}

/** Flakes of paint, one against the other. */
export function flakes({ seed, cells = 60 }) {
  return (u, v) => {
    const { tone } = nearestCell(u, v, cells, seed);
    return [0.15, 0.55, 0.62, 0.7, 0.95][Math.floor(tone * 5)];
  };
}

/** Arcs of a trowel over cement. */
export function trowelled({ seed }) {
  return (u, v) => {
    const bend = smooth(u, v, { cellsU: 3, cellsV: 3, seed });
    const sweep = smooth(wrap(u + 0.3 * bend, 1), wrap(v + 0.3 * bend, 1), {
      cellsU: 4,
      cellsV: 34,
      seed: seed + 1,
    });
    const stain = cloud(u, v, { cellsU: 2, cellsV: 2, seed: seed + 3 });
    return 0.25 * sweep + 0.65 * stain + 0.1 * hash(Math.floor(u * 256), Math.floor(v * 256), seed);
  };
}

/** Cement with a net of fine cracks in places, joints at the edge if asked. */
export function crazed({ seed, cells = 4, width = 0.012, joint = 0 }) {
  return (u, v) => {
    if (u < joint || v < joint) return 0.12;
    const stain = cloud(u, v, { cellsU: 3, cellsV: 3, seed });
    const bent = [wrap(u + 0.05 * smooth(u, v, { cellsU: 9, cellsV: 9, seed }), 1), v];
    const { far, next } = nearestCell(bent[0], bent[1], cells, seed + 1);
    if (next - far < width && stain > 0.42) return 0.08;
    return mix(stain, hash(Math.floor(u * 256), Math.floor(v * 256), seed + 2), 0.2);
  };
}

/** Mended cement: patches of another mix, traces of boards. */
export function mended({ seed, patches = 4, boards = 9 }) {
  return (u, v) => {
    const { tone } = nearestCell(u, v, patches, seed);
    const board = hash(Math.floor(v * boards), 3, seed) * 0.12 - (wrap(v * boards, 1) < 0.04 ? 0.2 : 0);
    const sand = hash(Math.floor(u * 256), Math.floor(v * 256), seed + 1);
    const pit = smooth(u, v, { cellsU: 60, cellsV: 60, seed: seed + 2 }) > 0.9 ? 0.3 : 0;
    return (
      0.3 +
      0.35 * tone +
      board +
      0.2 * sand -
      pit +
      0.2 * (cloud(u, v, { cellsU: 3, cellsV: 3, seed: seed + 5 }) - 0.5)
    );
  };
}

/** A rug of frames within frames. */
export function frames({ seed, repeats = 2, bands = [0.1, 0.8, 0.3, 0.95, 0.5, 0.15] }) {
  return (u, v) => {
    const [x, y] = [Math.abs(2 * wrap(u * repeats, 1) - 1), Math.abs(2 * wrap(v * repeats, 1) - 1)];
    const band = bands[Math.floor(Math.max(x, y) * 0.999 * bands.length)];
    return mix(band, smooth(u, v, { cellsU: 120, cellsV: 120, seed }), 0.25);
  };
}

/** A rug of dots in rows. */
export function dots({ seed, across = 6, size = 0.3 }) {
  return (u, v) => {
    const row = Math.floor(v * across);
    const x = u * across + (row % 2) * 0.5;
    const far = Math.hypot(x - Math.floor(x) - 0.5, v * across - row - 0.5);
    return mix(far < size ? 0.92 : 0.2, smooth(u, v, { cellsU: 110, cellsV: 110, seed }), 0.3);
  };
}
