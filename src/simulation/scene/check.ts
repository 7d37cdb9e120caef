// What `jackdaw sim check` says of a world file: what is in it, where its PROTOs are, and what is not used.
import type { Lack } from '../worldfile/library.js';
import type { Item, NodeOrUse, Value } from '../worldfile/tree.js';
import { buildExpanded, defaultLoadOptions, expandTree, readWorldFile, type LoadOptions } from './load.js';
import type { Scene, Skipped } from './scene.js';

export interface WorldReport {
  readonly file: string;
  /** The release that wrote it, e.g. `R2023b`. */
  readonly version: string;
  /** Nodes of the file itself, by type, most frequent first; PROTO instances count as one. */
  readonly nodes: readonly { readonly type: string; readonly count: number }[];
  readonly protos: {
    readonly declared: readonly string[];
    /** Read from this machine and used. */
    readonly resolved: readonly string[];
    /** Declared on the network, never fetched. */
    readonly remote: readonly string[];
    /** Here, but script templates, which are never run. */
    readonly scripts: readonly string[];
    /** Here, but not to be read as what they are called. */
    readonly unreadable: readonly string[];
    /** Nowhere to be found. */
    readonly missing: readonly string[];
  };
  readonly scene: {
    readonly title: string;
    readonly solids: number;
    readonly shapes: number;
    readonly lights: number;
    readonly robot: string | undefined;
    readonly devices: readonly string[];
  };
  /** What the simulator does not use, once each. */
  readonly skipped: readonly Skipped[];
  /** What will surprise: no robot, no floor, no light. */
  readonly warnings: readonly string[];
}

/** Errors: as `loadScene`. */
export function checkWorld(path: string, options: LoadOptions = defaultLoadOptions): WorldReport {
  const world = readWorldFile(path, options);
  const expanded = expandTree(world, path, options);
  const scene = buildExpanded(expanded, world, path, options);
  const lacking = (lack: Lack): string[] =>
    expanded.missing.filter((proto) => proto.lack === lack).map(({ proto }) => proto);
  return {
    file: path,
    version: world.header.version,
    nodes: countTypes(world.nodes),
    protos: {
      declared: world.externProtos.map(({ url }) => url),
      resolved: expanded.found,
      remote: lacking('remote'),
      scripts: lacking('script'),
      unreadable: lacking('broken'),
      missing: lacking('absent'),
    },
    scene: summarize(scene),
    skipped: scene.skipped,
    warnings: warningsOf(scene),
  };
}

function countTypes(nodes: readonly NodeOrUse[]): { type: string; count: number }[] {
  const countByType = new Map<string, number>();
  const visit = (node: Item): void => {
    if (typeof node !== 'object' || node.kind === 'use') return;
    countByType.set(node.type, (countByType.get(node.type) ?? 0) + 1);
    for (const { value } of node.fields) childrenOf(value).forEach(visit);
  };
  nodes.forEach(visit);
  return [...countByType]
    .map(([type, count]) => ({ type, count }))
    .toSorted((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
}

function childrenOf(value: Value): readonly Item[] {
  if (value.kind === 'nodes') return value.nodes;
  return value.kind === 'untyped' ? value.items : [];
}

function summarize(scene: Scene): WorldReport['scene'] {
  return {
    title: scene.title,
    solids: scene.solids.length,
    shapes: scene.solids.reduce((count, { shapes }) => count + shapes.length, 0),
    lights: scene.lights.length,
    robot: scene.robot?.name,
    devices: scene.robot?.devices.map(({ kind, name }) => `${name} (${kind})`) ?? [],
  };
}

function warningsOf(scene: Scene): string[] {
  const warnings: string[] = [];
  if (scene.robot === undefined) warnings.push('There is no robot that can be driven.');
  if (scene.robot !== undefined && !hasDevice(scene, 'lidar')) warnings.push('The robot has no LIDAR.');
  if (
    !scene.solids.some(({ robot, physics, bounds }) => !robot && physics === undefined && bounds.length > 0)
  ) {
    warnings.push('Nothing immovable can be touched: there is no floor.');
  }
  if (scene.lights.length === 0) warnings.push('There is no light: the camera sees little.');
  return warnings;
}

function hasDevice(scene: Scene, kind: string): boolean {
  return scene.robot?.devices.some((device) => device.kind === kind) ?? false;
}
