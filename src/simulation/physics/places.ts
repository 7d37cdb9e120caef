// Where the engine keeps each moving solid, and what it is told about their damping.
import type { Scene } from '../scene/scene.js';
import type { EngineModel } from './engine.js';
import type { Role } from './roles.js';

/** Body number, and the first coordinate and first speed of its joint (-1: none). */
export interface Place {
  readonly body: number;
  readonly coordinate: number;
  readonly speed: number;
}

/** By Solid.index; undefined for what never moves by itself. */
export type Places = readonly (Place | undefined)[];

export function findPlaces(model: EngineModel, { solids }: Scene): Places {
  const places: (Place | undefined)[] = solids.map(() => undefined);
  const { body_user, body_jntadr, jnt_qposadr, jnt_dofadr } = model;
  for (let body = 1; body < model.nbody; body++) {
    const solid = body_user[body]!;
    if (solid < 0) continue;
    const joint = body_jntadr[body]!;
    places[solid] = {
      body,
      coordinate: joint < 0 ? -1 : jnt_qposadr[joint]!,
      speed: joint < 0 ? -1 : jnt_dofadr[joint]!,
    };
  }
  return places;
}

/** Webots' damping is the share of speed lost in a second; the engine's is a force per speed. */
export function dampLooseSolids(
  model: EngineModel,
  { solids }: Scene,
  roles: readonly Role[],
  places: Places,
): void {
  const { dof_damping, body_mass, body_inertia } = model;
  for (const { index, physics, robot } of solids) {
    const place = places[index];
    if (physics === undefined || place === undefined || robot || roles[index]?.kind !== 'loose') continue;
    const linear = lossRate(physics.linearDamping) * body_mass[place.body]!;
    const angular = lossRate(physics.angularDamping);
    for (let k = 0; k < 3; k++) {
      dof_damping[place.speed + k] = linear;
      dof_damping[place.speed + 3 + k] = angular * body_inertia[place.body * 3 + k]!;
    }
  }
}

/** 1/s for a share lost per second. */
function lossRate(share: number): number {
  return -Math.log(1 - Math.min(Math.max(share, 0), 0.999));
}
