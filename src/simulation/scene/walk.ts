// Walks the tree from the top and collects solids, shapes, lights and devices, each in its place.
import type { Node } from '../worldfile/tree.js';
import { findFields, isKindOf } from '../worldfile/fields.js';
import { booleanField, nodeField, nodesField, stringField } from '../worldfile/reading.js';
import { appearanceOf, type TextureSource } from './appearance.js';
import { deviceOf, isDevice } from './devices.js';
import type { DraftRobot, DraftSolid, SceneDraft } from './draft.js';
import { frameOf } from './frame.js';
import { placeGeometry } from './geometry.js';
import { isJoint, jointOf } from './joints.js';
import { lightOf } from './lights.js';
import { compose, unscaled, type Frame } from './placing.js';
import type { Joint, Pose } from './scene.js';
import { standIn, texturedLight } from './settings.js';
import { boundsOf, colorsOf, massOf, pathOf } from './solids.js';

/** Where the walk is: on which solid, how far from it, and on which robot. */
export interface Place {
  /** undefined: at the top of the world. */
  readonly solid: DraftSolid | undefined;
  /** The solid's pose in the world; at the top how the whole world is turned. */
  readonly world: Pose;
  /** The node's frame on the solid. */
  readonly frame: Frame;
  readonly robot: DraftRobot | undefined;
}

export interface WalkContext {
  readonly draft: SceneDraft;
  readonly textures: TextureSource;
  readonly damping: Node | undefined;
}

/** Nodes that mean nothing to the simulator or were read before the walk. */
const silent = new Set(['WorldInfo', 'Viewpoint', 'Background', 'SolidReference']);
const lights = new Set(['DirectionalLight', 'PointLight', 'SpotLight']);
const places = new Set(['Group', 'Pose', 'Transform', 'Billboard', 'TrackWheel']);

export function walk(node: Node, place: Place, context: WalkContext): void {
  const { draft } = context;
  draft.countNode(node);
  if (places.has(node.type)) walkChildren(node, { ...place, frame: frameOf(node, place.frame) }, context);
  else if (node.type === 'Shape') addShape(node, place, context);
  else if (isJoint(node.type)) walkJoint(node, place, context);
  else if (node.type === 'Slot') walkSlot(node, place, context);
  else if (lights.has(node.type)) addLight(node, place, draft);
  else if (isDevice(node.type) && place.solid !== undefined) addDevice(node, place, context);
  else if (isKindOf(node.type, 'Solid')) addSolid(node, place, context, undefined);
  else if (findFields(node.type) === undefined) standInFor(node, draft);
  else if (!silent.has(node.type)) draft.skip(`Node "${node.type}" was skipped`, node.at);
}

function walkChildren(node: Node, place: Place, context: WalkContext): void {
  for (const child of nodesField(node, 'children')) walk(child, place, context);
}

function addShape(node: Node, place: Place, context: WalkContext): void {
  const { draft, textures } = context;
  const geometry = nodeField(node, 'geometry');
  if (geometry === undefined) return;
  draft.countNode(geometry);
  const placed = placeGeometry(geometry, place.frame, draft);
  if (placed === undefined) return;
  const solid = place.solid ?? scenery(node, place, draft);
  solid.shapes.push({
    ...placed,
    appearance: appearanceOf(nodeField(node, 'appearance'), draft, textures),
    castShadows: booleanField(node, 'castShadows'),
  });
}

/** A shape that belongs to no solid is seen but never touched. */
function scenery(node: Node, place: Place, draft: SceneDraft): DraftSolid {
  return draft.add({
    parent: -1,
    name: node.def ?? 'shape',
    model: '',
    type: node.origins[0]?.proto ?? node.type,
    contactMaterial: 'default',
    pose: place.world,
    physics: undefined,
    joint: undefined,
    path: undefined,
    recognitionColors: [],
  });
}

function walkJoint(node: Node, place: Place, context: WalkContext): void {
  const { draft } = context;
  let end = nodeField(node, 'endPoint');
  while (end?.type === 'Slot') end = nodeField(end, 'endPoint');
  if (end === undefined) return;
  draft.countNode(end);
  if (isKindOf(end.type, 'Solid')) addSolid(end, place, context, jointOf(node, place.frame, draft));
  else if (end.type === 'SolidReference')
    draft.skip('A joint that closes a loop (SolidReference) was skipped', end.at);
}

function walkSlot(node: Node, place: Place, context: WalkContext): void {
  const end = nodeField(node, 'endPoint');
  if (end !== undefined) walk(end, place, context);
}

function addLight(node: Node, place: Place, draft: SceneDraft): void {
  const light = lightOf(node, compose(place.world, place.frame.pose));
  if (light !== undefined) draft.lights.push(light);
}

/** A device that can be touched or has a mass is a solid of its own; any other is part of the one that carries it. */
function addDevice(node: Node, place: Place, context: WalkContext): void {
  const frame = frameOf(node, place.frame);
  const isBody = nodeField(node, 'boundingObject') !== undefined || nodeField(node, 'physics') !== undefined;
  if (isBody) {
    const solid = addSolid(node, place, context, undefined);
    place.robot?.devices.push(deviceOf(node, solid.index, unscaled.pose, context.draft));
  } else {
    place.robot?.devices.push(deviceOf(node, place.solid?.index ?? -1, frame.pose, context.draft));
    walkChildren(node, { ...place, frame }, context);
    const head = nodeField(node, 'rotatingHead');
    if (head !== undefined) walk(head, { ...place, frame }, context);
  }
}

function addSolid(node: Node, place: Place, context: WalkContext, joint: Joint | undefined): DraftSolid {
  const { draft } = context;
  const { pose, scale } = frameOf(node, place.frame);
  const frame = { pose: unscaled.pose, scale };
  const world = compose(place.world, pose);
  const solid = draft.add({
    parent: place.solid?.index ?? -1,
    name: stringField(node, 'name'),
    model: stringField(node, 'model'),
    type: node.origins[0]?.proto ?? node.type,
    contactMaterial: stringField(node, 'contactMaterial'),
    pose: world,
    physics: massOf(node, context.damping, draft),
    joint,
    path: pathOf(node),
    recognitionColors: colorsOf(node),
  });
  solid.bounds.push(...boundsOf(nodeField(node, 'boundingObject'), frame, draft));
  walkChildren(node, { solid, world, frame, robot: robotAt(node, solid, place, draft) }, context);
  return solid;
}

function robotAt(node: Node, solid: DraftSolid, place: Place, draft: SceneDraft): DraftRobot | undefined {
  if (node.type !== 'Robot') return place.robot;
  const robot = { node, solid, devices: [] };
  draft.robots.push(robot);
  return robot;
}

function standInFor(node: Node, draft: SceneDraft): void {
  if (standIn(node, draft) === 'light') draft.lights.push(texturedLight(node));
}
