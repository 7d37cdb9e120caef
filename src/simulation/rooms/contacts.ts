// How materials grip: the contact properties of every world, for wheels, caster and balls on each floor.
import { node } from '../worldfile/builder.js';
import type { Node } from '../worldfile/tree.js';

/** Coulomb friction of rubber tyres; carpet grips, tiles slip. */
const wheelFriction = { wood: 0.8, tile: 0.7, carpet: 1, concrete: 0.9, default: 0.8 } as const;
/** A polished ball in a socket slides with little drag, on carpet with more. */
const casterFriction = { wood: 0.05, tile: 0.04, carpet: 0.12, concrete: 0.06, default: 0.06 } as const;
/** Metres: the resistance that stops a rolling ball. */
const ballRolling = { wood: 0.0015, tile: 0.001, carpet: 0.006, concrete: 0.002, default: 0.002 } as const;

export function contactPairs(): Node[] {
  return (Object.keys(wheelFriction) as (keyof typeof wheelFriction)[]).flatMap((floor) => [
    pair('wheel', floor, { coulombFriction: [wheelFriction[floor]], bounce: 0 }),
    pair('caster', floor, { coulombFriction: [casterFriction[floor]], bounce: 0 }),
    pair('ball', floor, { coulombFriction: [0.6], bounce: 0.3, rollingFriction: [ballRolling[floor], 0, 0] }),
  ]);
}

function pair(material1: string, material2: string, grip: Parameters<typeof node>[1]): Node {
  return node('ContactProperties', { material1, material2, ...grip });
}
