// The words in which things are described, and how a description becomes the text of a PROTO.

/** Of each class, as in sim/protos: Webots' Recognition tells classes by colour. */
const recognitionColors = {
  box: [0.8, 0.55, 0.3],
  chair: [0.2, 0.4, 0.8],
  table: [0.5, 0.3, 0.1],
  plant: [0.1, 0.7, 0.2],
  ball: [0.9, 0.1, 0.1],
  cone: [1, 0.45, 0],
  shoe: [0.6, 0.2, 0.7],
  person: [1, 0.8, 0.6],
};

export const DARK = [0.08, 0.08, 0.08];
/** Turns of what stands along z. */
export const ALONG_X = [0, 1, 0, 1.5708];
export const ALONG_Y = [1, 0, 0, 1.5708];

/** Each part: its middle, its form with measures, a colour field or fixed colour, and a turn [x, y, z, radians]. */
export const box = (at, size, paint, turn) => ({ at, paint, turn, form: { kind: 'box', size } });
export const rod = (at, [radius, height], paint, turn) => ({
  at,
  paint,
  turn,
  form: { kind: 'rod', radius, height },
});
export const pill = (at, [radius, height], paint, turn) => ({
  at,
  paint,
  turn,
  form: { kind: 'pill', radius, height },
});
export const orb = (at, radius, paint) => ({ at, paint, turn: undefined, form: { kind: 'orb', radius } });
export const spike = (at, [radius, height], paint, turn) => ({
  at,
  paint,
  turn,
  form: { kind: 'spike', radius, height },
});

/** A part that is seen and not touched. */
export const mark = (part) => ({ ...part, bound: 'none' });

/** `count` parts about the z axis: part(angle) each. */
export function around(count, part, from = 0) {
  return Array.from({ length: count }, (_, i) => part(from + (2 * Math.PI * i) / count));
}

/** A point at radius and height, turned about z. */
export const polar = (radius, angle, z) => [radius * Math.cos(angle), radius * Math.sin(angle), z];

/** A leg that leans outwards by `lean` in the direction `angle`: its foot is farther out than its top. */
export function leaning(angle, lean) {
  return [-Math.sin(angle), Math.cos(angle), 0, -lean];
}

/** First tilted by `tilt` about y, then turned by `angle` about z, as one axis and angle. */
export function turned(angle, tilt) {
  const [cz, sz, cy, sy] = [Math.cos(angle / 2), Math.sin(angle / 2), Math.cos(tilt / 2), Math.sin(tilt / 2)];
  const [w, x, y, z] = [cz * cy, -sz * sy, cz * sy, sz * cy];
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length, 2 * Math.atan2(length, w)];
}

/** Description to text. originM: height of its origin over the floor. kind: 'fixed', 'loose' (can be pushed) or 'walker' (moved along a path). */
export function protoText({ name, model, about, colors, parts, kind = 'fixed', originM = 0 }, note) {
  const fields = [
    `field SFVec3f translation ${nums([0, 0, originM])}`,
    'field SFRotation rotation 0 0 1 0',
    `field SFString name "${model}"`,
    ...Object.entries(colors).map(([field, color]) => `field SFColor ${field} ${nums(color)}`),
    ...(kind === 'loose' ? ['field SFNode physics NULL'] : []),
    ...(kind === 'walker'
      ? ['unconnectedField MFVec2f trajectory []', 'unconnectedField SFFloat walkingSpeed 0.8']
      : []),
  ];
  const defined = new Set();
  const shapes = parts.map((part) => posed(part, shape(part, defined)));
  const solid = parts.filter(({ bound }) => bound !== 'none');
  const bounds = solid.map((part) => posed(part, boundOf(part.form)));
  return `#VRML_SIM R2025a utf8
# license: Apache-2.0
# license url: https://www.apache.org/licenses/LICENSE-2.0
# ${about}
# ${note} Written by scripts/generate-things.mjs.

PROTO ${name} [
${indent(fields, 2)}
]
{
  Solid {
    translation IS translation
    rotation IS rotation
    children [
${indent(shapes, 6)}
    ]
    name IS name
    model "${model}"${model === 'ball' ? '\n    contactMaterial "ball"' : ''}
    boundingObject Group {
      children [
${indent(bounds, 8)}
      ]
    }${kind === 'loose' ? '\n    physics IS physics' : ''}
    recognitionColors [ ${nums(recognitionColors[model])} ]
  }
}
`;
}

function shape({ paint, form }, defined) {
  return `Shape { appearance ${appearance(paint, defined)} geometry ${geometryOf(form)} }`;
}

function appearance(paint, defined) {
  const key = `P_${(typeof paint === 'string' ? paint : paint.join('_')).replaceAll('.', 'd').toUpperCase()}`;
  if (defined.has(key)) return `USE ${key}`;
  defined.add(key);
  const color = typeof paint === 'string' ? `IS ${paint}` : nums(paint);
  return `DEF ${key} PBRAppearance { baseColor ${color} roughness 0.8 metalness 0 }`;
}

function posed({ at, turn }, child) {
  const rotation = turn === undefined ? '' : ` rotation ${nums(turn)}`;
  return `Pose { translation ${nums(at)}${rotation} children [ ${child} ] }`;
}

function geometryOf(form) {
  if (form.kind === 'box') return `Box { size ${nums(form.size)} }`;
  const { radius, height } = form;
  if (form.kind === 'orb') return `Sphere { radius ${num(radius)} subdivision 2 }`;
  if (form.kind === 'spike') return `Cone { bottomRadius ${num(radius)} height ${num(height)} }`;
  return `${form.kind === 'rod' ? 'Cylinder' : 'Capsule'} { height ${num(height)} radius ${num(radius)} }`;
}

/** Physics has no cones standing free; a column of 0.6 times the radius is what one bumps into. */
function boundOf(form) {
  if (form.kind === 'spike')
    return `Cylinder { height ${num(form.height)} radius ${num(form.radius * 0.6)} }`;
  return geometryOf(form).replace(' subdivision 2', '');
}

function indent(lines, by) {
  return lines.map((line) => ' '.repeat(by) + line).join('\n');
}

const nums = (list) => list.map(num).join(' ');
const num = (value) => String(Math.round(value * 1e4) / 1e4 || 0);
