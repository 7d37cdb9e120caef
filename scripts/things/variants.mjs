// One shape in other proportions and poses: parts stretched along the axes, tipped over, and put on the floor again.
import { measuresOf, onFloor, stretched, tipped } from './solid.mjs';

/** By class: what goes before a shape's name, and how far it is stretched along x, y and z. */
const stretches = {
  box: { Flat: [1.25, 1.1, 0.6], Tall: [0.8, 0.85, 1.35], Small: [0.65, 0.7, 0.62] },
  chair: { Wide: [1.1, 1.25, 0.9], Slim: [0.82, 0.8, 1.12], Small: [0.7, 0.7, 0.68] },
  table: { Long: [0.9, 1.35, 1], Low: [0.85, 0.95, 0.72], Small: [0.72, 0.72, 0.9] },
  plant: { Wide: [1.3, 1.25, 0.85], Tall: [0.85, 0.85, 1.35], Small: [0.62, 0.62, 0.6] },
  ball: { Large: [1.6, 1.6, 1.6], Small: [0.65, 0.65, 0.65], Tiny: [0.42, 0.42, 0.42] },
  cone: { Wide: [1.3, 1.3, 0.8], Slim: [0.8, 0.8, 1.25], Small: [0.6, 0.6, 0.55] },
  shoe: { Wide: [0.95, 1.25, 0.9], Long: [1.12, 0.95, 1.1], Small: [0.68, 0.72, 0.7] },
  person: { Tall: [1, 1, 1.1], Stout: [1.25, 1.2, 0.95] },
};

/** By class: poses for shapes that say `tips` (true, or which of them), as turns [x, y, z, radians]. */
const tips = {
  box: { Tipped: [0, 1, 0, 1.5708] },
  chair: { Fallen: [0, 1, 0, -1.5708], Toppled: [1, 0, 0, 1.5708] },
  cone: { Fallen: [0, 1, 0, 1.7] },
  shoe: { Lying: [1, 0, 0, 1.5708], Upturned: [1, 0, 0, 2.9] },
};

/** The shape as described, stretched and, where it may be, tipped; each with what it measures. */
export function variantsOf(thing) {
  const { name, model, parts } = thing;
  const made = [
    { name, parts },
    ...Object.entries(stretches[model]).map(([prefix, by]) => ({
      name: `${prefix}${name}`,
      parts: stretched(parts, by),
    })),
    ...posesOf(thing).map(([prefix, turn]) => ({
      name: `${prefix}${name}`,
      parts: tipped(parts, turn),
      lies: true,
    })),
  ];
  return made.map((variant) => settled({ ...thing, ...variant }));
}

function posesOf({ model, tips: wanted = [] }) {
  return Object.entries(tips[model] ?? {}).filter(([prefix]) => wanted === true || wanted.includes(prefix));
}

/** Standing on the floor about its own middle; what rolls has its origin there. */
function settled(thing) {
  const { parts, originM } = onFloor(thing.parts, thing.originM !== undefined);
  return { ...thing, parts, originM, ...measuresOf(parts) };
}
