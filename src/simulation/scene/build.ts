// Builds the scene from an expanded world: settings, solids, lights, the robot, and what had to be skipped.
import type { Expanded } from '../worldfile/expand.js';
import { stringField } from '../worldfile/reading.js';
import type { WorldLimits } from '../worldfile/limits.js';
import type { Node } from '../worldfile/tree.js';
import type { TextureSource } from './appearance.js';
import { SceneDraft, type Conventions, type DraftRobot } from './draft.js';
import { turnOf, unscaled } from './placing.js';
import type { Pose, Robot, Scene, Skipped, Solid } from './scene.js';
import { conventionsOf, settingsOf, skyOf, texturedSky, type Sky } from './settings.js';
import { walk } from './walk.js';

export interface BuildOptions {
  /** The release that wrote the world (`World.header.version`). */
  readonly version: string;
  readonly textures: TextureSource;
  readonly limits: WorldLimits;
}

/** Stands a y-up world on its feet: its y becomes z. */
const upright: Pose = { position: [0, 0, 0], orientation: turnOf([1, 0, 0, Math.PI / 2]) };

/** Errors: `world/limit` when USE and meshes unfold too far. */
export function buildScene(expanded: Expanded, options: BuildOptions): Scene {
  const info = expanded.nodes.find(({ type }) => type === 'WorldInfo');
  const conventions = conventionsOf(options.version, info);
  const { damping, ...settings } = settingsOf(info);
  const draft = new SceneDraft(conventions, options.limits);
  const world = conventions.yUp ? upright : unscaled.pose;
  noteConventions(conventions, options.version, draft, info);
  for (const node of expanded.nodes) {
    walk(
      node,
      { solid: undefined, world, frame: unscaled, robot: undefined },
      { draft, textures: options.textures, damping },
    );
  }
  const robot = chooseRobot(draft);
  return {
    ...settings,
    ...findSky(expanded.nodes),
    lights: draft.lights,
    solids: finishSolids(draft, robot),
    robot: robot === undefined ? undefined : finishRobot(robot),
    skipped: [...missingProtos(expanded), ...draft.skipped, ...expanded.notes],
  };
}

function noteConventions(
  conventions: Conventions,
  version: string,
  draft: SceneDraft,
  info: Node | undefined,
): void {
  if (conventions.yUp) draft.skip('The world has y up; it was turned so that z is up', info?.at);
  if (conventions.oldAxes)
    draft.skip(
      `The world is of ${version}; its cylinders, planes and cameras were turned to today's axes`,
      info?.at,
    );
}

function findSky(nodes: readonly Node[]): Sky {
  const background = nodes.find(({ type }) => type === 'Background');
  if (background !== undefined) return skyOf(background);
  const textured = nodes.find(({ type }) => type === 'TexturedBackground');
  return textured === undefined ? { skyColor: [0, 0, 0], luminosity: 1 } : texturedSky(textured);
}

/** The robot we drive: one that waits for us, else one with a LIDAR, a body or devices, else the first. */
function chooseRobot(draft: SceneDraft): DraftRobot | undefined {
  const [robot, ...others] = draft.robots.toSorted((a, b) => fitness(b) - fitness(a));
  for (const { node } of others) {
    draft.skip(`Robot "${stringField(node, 'name')}" is not driven: only one robot is`, node.at);
  }
  return robot;
}

function fitness({ node, solid, devices }: DraftRobot): number {
  const waits = stringField(node, 'controller') === '<extern>' ? 8 : 0;
  const scans = devices.some(({ kind }) => kind === 'lidar') ? 4 : 0;
  return waits + scans + (solid.physics === undefined ? 0 : 2) + (devices.length > 0 ? 1 : 0);
}

function finishSolids(draft: SceneDraft, robot: DraftRobot | undefined): Solid[] {
  const solids: Solid[] = [];
  for (const solid of draft.solids) {
    // Parents come before their children.
    const isOnRobot = solids[solid.parent]?.robot ?? false;
    solids.push({ ...solid, robot: isOnRobot || solid === robot?.solid });
  }
  return solids;
}

function finishRobot({ node, solid, devices }: DraftRobot): Robot {
  return {
    name: solid.name,
    solid: solid.index,
    controller: stringField(node, 'controller'),
    customData: stringField(node, 'customData'),
    devices,
  };
}

/** Those we stand in for are named by the stand-in. */
function missingProtos({ missing }: Expanded): Skipped[] {
  return missing
    .filter(({ proto }) => proto !== 'TexturedBackground' && proto !== 'TexturedBackgroundLight')
    .map(({ where, what }) => ({ where, what }));
}
