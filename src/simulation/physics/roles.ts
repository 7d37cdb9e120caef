// What each solid is to physics: part of the room, loose, on a joint, carried by its parent, or a person walking.
import type { Joint, Path, Scene, Solid } from '../scene/scene.js';

export type Role =
  /** Never moves. */
  | { readonly kind: 'fixed' }
  /** Six degrees of freedom. */
  | { readonly kind: 'loose' }
  | { readonly kind: 'jointed'; readonly joint: Joint }
  /** Moves with its parent as one piece; `person`: that is somebody who walks, or what he carries. */
  | { readonly kind: 'carried'; readonly person: boolean }
  | { readonly kind: 'walking'; readonly path: Path };

const FIXED: Role = { kind: 'fixed' };
const LOOSE: Role = { kind: 'loose' };

/** Roles by Solid.index. Parents come before their children in Scene.solids. */
export function assignRoles(scene: Scene): readonly Role[] {
  const massive = solidsWithBounds(scene);
  const roles: Role[] = [];
  for (const solid of scene.solids) {
    const parent = solid.parent < 0 ? FIXED : (roles[solid.parent] ?? FIXED);
    roles.push(roleOf(solid, parent, massive[solid.index] === true));
  }
  return roles;
}

function roleOf(solid: Solid, parent: Role, hasBounds: boolean): Role {
  if (solid.path !== undefined && solid.path.points.length > 1) return { kind: 'walking', path: solid.path };
  const hangsOnMoving = parent.kind !== 'fixed';
  const carried: Role = { kind: 'carried', person: isPerson(parent) };
  if (!hasBounds || solid.physics === undefined) return hangsOnMoving ? carried : FIXED;
  if (solid.joint !== undefined)
    return movesOnJoint(solid) ? { kind: 'jointed', joint: solid.joint } : carried;
  return hangsOnMoving ? carried : LOOSE;
}

/** A person, or carried by one. */
export function isPerson(role: Role): boolean {
  return role.kind === 'walking' || (role.kind === 'carried' && role.person);
}

/** On the robot only driven joints move: a free caster is as well a foot without friction, and costs less. */
function movesOnJoint({ robot, joint }: Solid): boolean {
  return !robot || joint?.motor !== undefined;
}

/** Without a bound on it or on anything it carries, a solid would fall through the floor for ever. */
function solidsWithBounds({ solids }: Scene): boolean[] {
  const found = solids.map((solid) => solid.bounds.length > 0);
  for (const solid of solids.toReversed()) {
    if (found[solid.index] === true && solid.parent >= 0) found[solid.parent] = true;
  }
  return found;
}

/** Index of the topmost solid above each solid: the object that people see. */
export function topmostSolids({ solids }: Scene): Int32Array {
  const topmost = new Int32Array(solids.length);
  for (const { index, parent } of solids) topmost[index] = parent < 0 ? index : topmost[parent]!;
  return topmost;
}
