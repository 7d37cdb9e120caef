// What the rooms' generator has to know of the further shapes, as a source file of its own.
import { format, resolveConfig } from 'prettier';

/** What a field looks like in a PROTO by default; rooms draw others of the same kind. */
const paintColors = {
  any: [0.45, 0.42, 0.4],
  bright: [0.75, 0.2, 0.18],
  card: [0.68, 0.54, 0.38],
  cloth: [0.45, 0.5, 0.42],
  cone: [0.95, 0.45, 0.1],
  coneBand: [0.85, 0.38, 0.08],
  coneFoot: [0.15, 0.15, 0.16],
  dark: [0.14, 0.14, 0.15],
  furniture: [0.62, 0.5, 0.36],
  glass: [0.72, 0.8, 0.8],
  leaf: [0.25, 0.48, 0.18],
  leather: [0.3, 0.18, 0.1],
  leg: [0.3, 0.25, 0.2],
  light: [0.88, 0.87, 0.84],
  lightLeaf: [0.4, 0.58, 0.25],
  metal: [0.6, 0.6, 0.62],
  pot: [0.72, 0.42, 0.3],
  skin: [0.78, 0.58, 0.46],
  sole: [0.55, 0.45, 0.33],
  warm: [0.8, 0.4, 0.15],
  wood: [0.55, 0.4, 0.25],
};

export function withColors(shape) {
  const colors = Object.entries(shape.paints).map(([field, paint]) => [field, paintColors[paint]]);
  return { ...shape, colors: shape.colors ?? Object.fromEntries(colors) };
}

/** `families`: the variants of each shape. */
export async function listOf(families) {
  const entries = families.map((variants) => {
    const [{ model, paints, massKg }] = variants;
    const forms = variants.map(
      ({ name, footprint: [x, y], heightM, originM, lies = false }) =>
        `{ proto: '${name}', footprint: [${x}, ${y}], heightM: ${heightM}, originM: ${originM}, lies: ${lies} }`,
    );
    return `{ model: '${model}', paints: ${JSON.stringify(paints)}, massKg: ${massKg}, forms: [${forms.join(', ')}] }`;
  });
  const text = `// The further shapes for rooms of wide variety, each in several forms. Written by scripts/generate-things.mjs.
import type { WideShape } from './wide-kit.js';

export const wideShapes: readonly WideShape[] = [${entries.join(', ')}];
`;
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser: 'typescript' });
}
