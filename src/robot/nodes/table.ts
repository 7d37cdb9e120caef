// The ROS nodes as data: which stages each runs and what it carries. Topics, QoS and parameters follow from that.
import type { StageName } from '../stages.js';

export interface NodeKind {
  /** For people: --help and the docs. */
  readonly does: string;
  readonly stages: readonly StageName[];
  /** Has a model to see by: which one if nobody says. */
  readonly model?: 'shipped' | 'none';
  /** world: the embedded one, as a robot. pictures, scans: played, as a device would give them. recording: everything into a bag. graph: health of all topics. */
  readonly carries?: 'world' | 'pictures' | 'scans' | 'recording' | 'graph';
}

export const nodeKinds = {
  camera: {
    does: 'pictures of a file, a folder or a bag, as a camera gives them',
    stages: [],
    carries: 'pictures',
  },
  lidar: { does: 'scans of a bag, as a LIDAR gives them', stages: [], carries: 'scans' },
  detector: { does: 'pictures → detections, surface, free floor', stages: ['detect'], model: 'shipped' },
  lidar_obstacles: { does: 'scan → lidar/obstacles', stages: ['cluster'] },
  fusion: { does: 'detections and lidar/obstacles → obstacles, remembered', stages: ['fuse'] },
  wander: { does: 'explores: → cmd_vel_raw, for the guard', stages: ['wander', 'arbitrate'] },
  guard: { does: 'cmd_vel_raw → cmd_vel, never into anything', stages: ['guard'] },
  robot: {
    does: 'everything that drives, in one process: obstacles, wandering, arbitration, guard',
    stages: ['cluster', 'wander', 'arbitrate', 'guard'],
    model: 'none',
  },
  recorder: { does: 'all topics of the table → a bag', stages: [], carries: 'recording' },
  watch: {
    does: 'rates and ages of all topics, pairs that never meet → /diagnostics',
    stages: [],
    carries: 'graph',
  },
  simulator: { does: 'the embedded world as a robot', stages: [], carries: 'world' },
} as const satisfies Record<string, NodeKind>;

export type NodeName = keyof typeof nodeKinds;

export const nodeNames = Object.keys(nodeKinds) as NodeName[];

/** `model`: whether there is one. A robot that sees fuses what it sees. */
export function stagesOf(kind: NodeKind, model: boolean): readonly StageName[] {
  return kind.model === 'none' && model ? [...kind.stages, 'detect', 'fuse'] : kind.stages;
}
