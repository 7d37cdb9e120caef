// A scene as MJCF, the engine's model language: the room in two bodies, everything that moves in bodies of its own.
import type { Pose, Scene, Solid } from '../scene/scene.js';
import { geomOf, type GeomDraft } from './geoms.js';
import { groundLevel, groundPlane } from './ground.js';
import { actuator, drivenJoints, inertial, jointOf } from './joints.js';
import { carriesRobot, contactTraits, mannerOf, namedFriction, wheelsAreSheltered } from './manner.js';
import { massOf, massShares } from './matter.js';
import { personBody } from './person.js';
import { compose, relative, STILL } from '../../runtime/geometry/rigid-tuples.js';
import type { Role } from './roles.js';
import { numbers, placement, Sheet } from './sheet.js';

export interface Plan {
  readonly scene: Scene;
  /** By Solid.index. */
  readonly roles: readonly Role[];
  /** Where the robot's own solid starts, world frame. */
  readonly robotPose: Pose | undefined;
  readonly stepMs: number;
}

/** Second number of a geom's user data: its contacts from below are riding, not touching. */
export const RIDING = 1;

/** Body user data: Solid.index; geom user data: Solid.index and whether it carries the robot. */
export function writeMjcf(plan: Plan): string {
  const sheet = new Sheet();
  const world = new Writer(plan, sheet).world();
  return [
    '<mujoco>',
    '<compiler angle="radian" autolimits="true" balanceinertia="true" boundmass="1e-6" boundinertia="1e-9"/>',
    option(plan),
    '<size nuser_body="1" nuser_geom="2"/>',
    sheet.assets(),
    `<worldbody>${world}</worldbody>`,
    `<actuator>${drivenJoints(plan.scene, plan.roles)
      .map((solid) => actuator(solid, plan.stepMs / 1000))
      .join('')}</actuator>`,
    '</mujoco>',
  ].join('\n');
}

/**
 * Sleeping makes loose things at rest nearly free: below 1 cm/s, or things that tremble on two edges stay awake for
 * ever. A diverged state is to be seen by us, not reset behind our back.
 */
function option({ scene, stepMs }: Plan): string {
  const time = `timestep="${numbers([stepMs / 1000])}" gravity="${numbers([0, 0, -scene.gravity])}"`;
  const solver = 'integrator="Euler" iterations="20" tolerance="1e-7" sleep_tolerance="0.01"';
  return `<option ${time} ${solver}><flag sleep="enable" autoreset="disable"/></option>`;
}

class Writer {
  readonly #plan: Plan;
  readonly #sheet: Sheet;
  readonly #sheltered: boolean;
  readonly #ground: number | undefined;
  readonly #children: ReadonlyMap<number, readonly Solid[]>;

  constructor(plan: Plan, sheet: Sheet) {
    this.#plan = plan;
    this.#sheet = sheet;
    this.#sheltered = wheelsAreSheltered(plan.scene, plan.roles);
    this.#ground = groundLevel(plan.scene, plan.roles);
    this.#children = childrenByCarrier(plan);
  }

  /** The room is the world's own body, which the engine never sorts; the ground, always in touch, is one beside it. */
  world(): string {
    const room = this.#plan.scene.solids
      .filter((solid) => this.#role(solid).kind === 'fixed')
      .flatMap((solid) => this.#geoms(solid, solid.pose, undefined));
    const write = (ground: boolean): string =>
      room
        .filter(({ manner }) => (manner === 'ground') === ground)
        .map((draft) => geomOf(draft, this.#sheet))
        .join('');
    const moving = this.#childrenOf(IN_THE_ROOM).map((solid) => this.#body(solid, undefined));
    return `${write(false)}<body user="-1">${write(true)}</body>${moving.join('')}`;
  }

  #body(solid: Solid, carrier: Solid | undefined): string {
    const role = this.#role(solid);
    const walks = role.kind === 'walking';
    const mass = solid.physics === undefined ? undefined : massOf(solid.physics, solid.bounds);
    const own = this.#geoms(solid, STILL, mass ?? 0).map((draft) => geomOf(draft, this.#sheet));
    return [
      `<body user="${String(solid.index)}"${walks ? ' sleep="never"' : ''}${placement(this.#placeOf(solid, carrier))}>`,
      walks ? personBody(solid.pose) : jointOf(this.#plan.scene, solid, role),
      mass === undefined || walks ? '' : inertial(solid, mass),
      ...own,
      ...this.#childrenOf(solid.index).map((child) => this.#child(child, solid)),
      '</body>',
    ].join('');
  }

  /** What is carried and has no mass adds its geoms to its carrier: fewer bodies, less to compare. */
  #child(child: Solid, carrier: Solid): string {
    const melts = this.#role(child).kind === 'carried' && child.physics === undefined;
    if (!melts || this.#childrenOf(child.index).length > 0) return this.#body(child, carrier);
    return this.#geoms(child, relative(carrier.pose, child.pose), 0)
      .map((draft) => geomOf(draft, this.#sheet))
      .join('');
  }

  /** The solid's bounds, `frame` being the solid's pose in the body; `mass` is shared out over them. */
  #geoms(solid: Solid, frame: Pose, mass: number | undefined): GeomDraft[] {
    const { scene } = this.#plan;
    const shares = mass === undefined ? undefined : massShares(mass, solid.bounds);
    const friction = namedFriction(scene, solid);
    return solid.bounds.map((bound, k) => {
      const placed = { geometry: bound.geometry, pose: compose(frame, bound.pose) };
      const floor = this.#role(solid).kind === 'fixed' ? groundPlane(placed, this.#ground) : undefined;
      const manner = floor === undefined ? mannerOf(scene, solid, this.#role(solid), bound) : 'ground';
      const user = `user="${String(solid.index)} ${carriesRobot(manner) ? String(RIDING) : '0'}"`;
      const weight = shares === undefined ? '' : ` mass="${numbers([shares[k] ?? 0])}"`;
      return {
        bound: floor ?? placed,
        manner,
        traits: `${user} ${contactTraits(manner, this.#sheltered, friction)}${weight}`,
      };
    });
  }

  #placeOf(solid: Solid, carrier: Solid | undefined): Pose {
    const { scene, robotPose } = this.#plan;
    if (carrier !== undefined) return relative(carrier.pose, solid.pose);
    return solid.index === scene.robot?.solid ? (robotPose ?? solid.pose) : solid.pose;
  }

  #childrenOf(index: number): readonly Solid[] {
    return this.#children.get(index) ?? [];
  }

  #role({ index }: Solid): Role {
    return this.#plan.roles[index] ?? { kind: 'fixed' };
  }
}

const IN_THE_ROOM = -1;

/** Moving solids by the index of the moving solid that carries them, IN_THE_ROOM where they stand by themselves. */
function childrenByCarrier({ scene, roles }: Plan): ReadonlyMap<number, readonly Solid[]> {
  const children = new Map<number, Solid[]>();
  for (const solid of scene.solids) {
    const role = roles[solid.index];
    if (role === undefined || role.kind === 'fixed') continue;
    const carried = role.kind !== 'walking' && roles[solid.parent] !== undefined;
    const carrier = carried && roles[solid.parent]?.kind !== 'fixed' ? solid.parent : IN_THE_ROOM;
    const siblings = children.get(carrier) ?? [];
    siblings.push(solid);
    children.set(carrier, siblings);
  }
  return children;
}
