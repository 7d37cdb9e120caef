// The setting of a scenario: its world or generated room as a scene, the robot at the scenario's start.
import { join } from 'node:path';
import { compose, multiply, rotate, turnOf, type Quaternion } from '../scene/placing.js';
import { defaultLoadOptions, loadScene, sceneOf, type LoadOptions } from '../scene/load.js';
import type { Pose, Scene } from '../scene/scene.js';
import { parseWorld } from '../worldfile/parse.js';
import { generateRoom, type RoomOptions } from './generate.js';
import { parseScenario, type Scenario } from './scenario.js';

const MAX_SCENARIO_BYTES = 64 * 1024;

/** Errors: `scenario/invalid`; `world/unreadable` and `world/limit` for the file itself. */
export function loadScenario(file: string, { files }: LoadOptions = defaultLoadOptions): Scenario {
  return parseScenario(files.readText(file, MAX_SCENARIO_BYTES), file);
}

/** Errors: those of `loadScene` or `generateRoom`. */
export function sceneOfScenario({ world, start }: Scenario, load: LoadOptions = defaultLoadOptions): Scene {
  const scene = world.kind === 'file' ? loadScene(world.path, load) : generatedScene(world.options, load);
  return start === undefined ? scene : withRobotAt(scene, start);
}

/** The scene of a room as it would be if it were written among our worlds. */
export function generatedScene(
  options: Omit<RoomOptions, 'file'>,
  load: LoadOptions = defaultLoadOptions,
): Scene {
  const file = join(load.simFolder, 'worlds', `generated-${options.seed}.wbt`);
  const { text } = generateRoom({ ...options, file }, load);
  return sceneOf(parseWorld(text, file, load.limits), file, load);
}

/** The robot and all its parts moved to x, y (metres, world), upright, its height kept. */
export function withRobotAt(scene: Scene, start: NonNullable<Scenario['start']>): Scene {
  const before = scene.solids[scene.robot?.solid ?? -1]?.pose;
  if (before === undefined) return scene;
  const after: Pose = {
    position: [start.x, start.y, before.position[2]],
    orientation: turnOf([0, 0, 1, start.yawRad]),
  };
  const solids = scene.solids.map((solid) =>
    solid.robot ? { ...solid, pose: compose(after, relative(before, solid.pose)) } : solid,
  );
  return { ...scene, solids };
}

/** A world pose in the frame of another. */
function relative(frame: Pose, pose: Pose): Pose {
  const [x, y, z, w] = frame.orientation;
  const back: Quaternion = [-x, -y, -z, w];
  const [px, py, pz] = pose.position;
  const [fx, fy, fz] = frame.position;
  return {
    position: rotate(back, [px - fx, py - fy, pz - fz]),
    orientation: multiply(back, pose.orientation),
  };
}
