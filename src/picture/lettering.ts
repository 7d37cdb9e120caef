// Letters as strokes, so that pictures carry text on machines without a single font. Capitals, digits, a few signs.

/**
 * Strokes on a grid 4 wide and 6 high, y down, baseline at 6: points as pairs of digits, strokes separated by spaces.
 * `06 20 46` is a line from (0, 6) over (2, 0) to (4, 6).
 */
const glyphs: Readonly<Record<string, string>> = {
  A: '06 20 46|14 34',
  B: '06 00 30 41 42 33 03|33 44 45 36 06',
  C: '41 30 10 01 05 16 36 45',
  D: '06 00 20 42 44 26 06',
  E: '40 00 06 46|03 33',
  F: '40 00 06|03 33',
  G: '41 30 10 01 05 16 36 45 43 23',
  H: '00 06|40 46|03 43',
  I: '20 26|10 30|16 36',
  J: '40 45 36 16 05',
  K: '00 06|40 03 46',
  L: '00 06 46',
  M: '06 00 23 40 46',
  N: '06 00 46 40',
  O: '10 30 41 45 36 16 05 01 10',
  P: '06 00 30 41 42 33 03',
  Q: '10 30 41 45 36 16 05 01 10|24 46',
  R: '06 00 30 41 42 33 03|23 46',
  S: '41 30 10 01 02 13 33 44 45 36 16 05',
  T: '00 40|20 26',
  U: '00 05 16 36 45 40',
  V: '00 26 40',
  W: '00 16 23 36 40',
  X: '00 46|40 06',
  Y: '00 23 40|23 26',
  Z: '00 40 06 46',
  '0': '10 30 41 45 36 16 05 01 10|41 05',
  '1': '11 20 26|16 36',
  '2': '01 10 30 41 42 06 46',
  '3': '00 40 23 33 44 45 36 16 05',
  '4': '36 30 04 44',
  '5': '40 00 02 32 43 45 36 06',
  '6': '40 20 02 05 16 36 45 44 33 03',
  '7': '00 40 16',
  '8': '10 30 41 42 33 13 02 01 10|13 04 05 16 36 45 44 33',
  '9': '43 13 02 01 10 30 41 44 26 06',
  '.': '25 26',
  ',': '25 17',
  ':': '22 21|25 24',
  '-': '13 33',
  '+': '13 33|22 24',
  '=': '12 32|14 34',
  '/': '40 06',
  '%': '40 06|00 11|35 46',
  '(': '30 11 15 36',
  ')': '10 31 35 16',
  '|': '20 26',
  '>': '11 33 15',
  '<': '31 13 35',
  _: '06 46',
  '°': '10 30 31 11 10',
  '²': '10 30 31 12 32',
  '#': '10 16|30 36|02 42|04 44',
};

const GRID_HEIGHT = 6;
const ADVANCE = 6;

/** Width of a text in units of its height. */
export function textWidth(text: string): number {
  return Math.max(0, text.length * ADVANCE - 2) / GRID_HEIGHT;
}

/** SVG path data of a text whose baseline begins at (x, y); letters are `height` pixels high. Unknown signs are left blank. */
export function textPath(text: string, x: number, y: number, height: number): string {
  const unit = height / GRID_HEIGHT;
  let path = '';
  [...text.toUpperCase()].forEach((letter, i) => {
    for (const stroke of (glyphs[letter] ?? '').split('|')) {
      path += strokePath(stroke, { left: x + i * ADVANCE * unit, top: y - height, unit });
    }
  });
  return path;
}

function strokePath(
  stroke: string,
  { left, top, unit }: { left: number; top: number; unit: number },
): string {
  if (stroke === '') return '';
  const points = stroke.split(' ').map((pair) => {
    const px = left + Number(pair[0]) * unit;
    const py = top + Number(pair[1]) * unit;
    return `${px.toFixed(1)} ${py.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
