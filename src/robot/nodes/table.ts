// The ROS nodes as data: which stages each runs. Topics, QoS and parameters follow from the stages.
import type { StageName } from '../stages.js';

export interface NodeKind {
  /** For people: --help and the docs. */
  readonly does: string;
  readonly stages: readonly StageName[];
  /** Carries the embedded world: sensors, /clock and tf out, cmd_vel in. */
  readonly world?: true;
}

export const nodeKinds = {
  robot: {
    does: 'everything that drives: obstacles from the LIDAR, wandering, arbitration, guard',
    stages: ['cluster', 'wander', 'arbitrate', 'guard'],
  },
  lidar_obstacles: { does: 'scan → lidar/obstacles', stages: ['cluster'] },
  wander: { does: 'explores: → cmd_vel_raw, for the guard', stages: ['wander', 'arbitrate'] },
  guard: { does: 'cmd_vel_raw → cmd_vel, never into anything', stages: ['guard'] },
  simulator: { does: 'the embedded world as a robot', stages: [], world: true },
} as const satisfies Record<string, NodeKind>;

export type NodeName = keyof typeof nodeKinds;

export const nodeNames = Object.keys(nodeKinds) as NodeName[];
