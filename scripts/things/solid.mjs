// Geometry of parts: stretching, turning and measuring them.
const AXES = [0, 1, 2];
/** Round ones lie on the corners that `outlinesOf` gives them: a polygon about the circle. */
const ROUND = 1 / Math.cos(Math.PI / 24);
const STRAIGHT = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** Long parts keep meeting where they met; round ones stay round. */
export function stretched(parts, by) {
  return parts.map((part) => {
    const columns = columnsOf(part.turn).map((column) => column.map((value, axis) => value * by[axis]));
    const at = part.at.map((value, axis) => value * by[axis]);
    const form = stretchedForm(part.form, columns, by);
    return { ...part, at, form, turn: turnOf(upright(columns, sizesOf(form))) };
  });
}

export function tipped(parts, turn) {
  const columns = columnsOf(turn);
  return parts.map((part) => ({
    ...part,
    at: applied(columns, part.at),
    turn: part.form.kind === 'orb' ? part.turn : turnOf(columnsOf(part.turn).map((c) => applied(columns, c))),
  }));
}

/** Moved so that its lowest point is at 0 (or its origin that far above the floor) and its middle at the origin. */
export function onFloor(parts, rolls) {
  const [x, y, z] = AXES.map((axis) => spanOf(parts, axis));
  const by = [-(x[0] + x[1]) / 2, -(y[0] + y[1]) / 2, rolls ? 0 : -z[0]].map(rounded);
  return {
    parts: parts.map((part) => ({ ...part, at: part.at.map((value, axis) => value + by[axis]) })),
    originM: rolls ? rounded(-z[0]) : 0,
  };
}

/** Floor taken along x and y, and height, metres. */
export function measuresOf(parts) {
  const [x, y, z] = AXES.map((axis) => {
    const [low, high] = spanOf(parts, axis);
    return Math.ceil((high - low) * 100) / 100;
  });
  return { footprint: [x, y], heightM: z };
}

function spanOf(parts, axis) {
  const spans = parts.map((part) => partSpan(part, axis));
  return [Math.min(...spans.map(([low]) => low)), Math.max(...spans.map(([, high]) => high))];
}

function partSpan({ at, turn, form }, axis) {
  const along = columnsOf(turn).map((column) => column[axis]);
  const { kind, radius, height } = form;
  const about = (half) => [at[axis] - half, at[axis] + half];
  if (kind === 'box') return about(AXES.reduce((sum, i) => sum + Math.abs(along[i]) * form.size[i], 0) / 2);
  if (kind === 'orb') return about(radius);
  const end = (along[2] * height) / 2;
  if (kind === 'pill') return about(Math.abs(end) + radius * ROUND);
  const disc = radius * ROUND * Math.sqrt(Math.max(0, 1 - along[2] ** 2));
  if (kind === 'rod') return about(Math.abs(end) + disc);
  // A cone is bumped into as a column of 0.6 times its radius.
  const tip = 0.6 * disc;
  return [at[axis] + Math.min(end - tip, -end - disc), at[axis] + Math.max(end + tip, -end + disc)];
}

function stretchedForm(form, columns, by) {
  const lengths = columns.map((column) => Math.hypot(...column));
  if (form.kind === 'box') return { ...form, size: form.size.map((side, axis) => side * lengths[axis]) };
  if (form.kind === 'orb') return { ...form, radius: form.radius * Math.cbrt(by[0] * by[1] * by[2]) };
  const radius = form.radius * Math.sqrt(lengths[0] * lengths[1]);
  return { ...form, radius, height: form.height * lengths[2] };
}

function sizesOf({ size, radius, height }) {
  return size ?? [radius, radius, Math.max(height ?? 0, 2 * radius)];
}

/** Right angles again: the longest side keeps its direction, then the next. */
function upright(columns, sizes) {
  const [first, second, third] = AXES.toSorted((a, b) => sizes[b] - sizes[a]);
  const one = unit(columns[first]);
  const lean = dot(columns[second], one);
  const two = unit(columns[second].map((value, axis) => value - lean * one[axis]));
  const made = [];
  made[first] = one;
  made[second] = two;
  const cross = [
    one[1] * two[2] - one[2] * two[1],
    one[2] * two[0] - one[0] * two[2],
    one[0] * two[1] - one[1] * two[0],
  ];
  made[third] = cross.map((value) => value * ((second - first + 3) % 3 === 1 ? 1 : -1));
  return made;
}

/** Where the axes of a turn [x, y, z, radians] point. */
function columnsOf(turn) {
  if (turn === undefined) return STRAIGHT;
  const [x, y, z] = unit(turn.slice(0, 3));
  const [c, s] = [Math.cos(turn[3]), Math.sin(turn[3])];
  const t = 1 - c;
  return [
    [t * x * x + c, t * x * y + s * z, t * x * z - s * y],
    [t * x * y - s * z, t * y * y + c, t * y * z + s * x],
    [t * x * z + s * y, t * y * z - s * x, t * z * z + c],
  ];
}

/** The axis and angle of columns at right angles; undefined for none. */
function turnOf([a, b, c]) {
  const trace = a[0] + b[1] + c[2];
  const angle = Math.acos(Math.min(1, Math.max(-1, (trace - 1) / 2)));
  if (angle < 1e-4) return undefined;
  const axis = [b[2] - c[1], c[0] - a[2], a[1] - b[0]];
  if (Math.PI - angle > 1e-3) return [...unit(axis), angle];
  // Half a turn: the axis is the column that the turn leaves most alone.
  const most = AXES.reduce((best, i) => ([a, b, c][i][i] > [a, b, c][best][best] ? i : best), 0);
  const half = [a, b, c][most].map((value, i) => value + (i === most ? 1 : 0));
  return [...unit(half), angle];
}

function applied([a, b, c], [x, y, z]) {
  return AXES.map((axis) => a[axis] * x + b[axis] * y + c[axis] * z);
}

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (vector) => vector.map((value) => value / (Math.hypot(...vector) || 1));
const rounded = (value) => Math.round(value * 1e4) / 1e4;
