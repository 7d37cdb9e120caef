// From a world file on disk to a scene.
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expandWorld, type Expanded } from '../worldfile/expand.js';
import { diskFiles, type Files } from '../worldfile/files.js';
import { ProtoLibrary } from '../worldfile/library.js';
import { worldLimits, type WorldLimits } from '../worldfile/limits.js';
import { parseWorld } from '../worldfile/parse.js';
import type { World } from '../worldfile/tree.js';
import { buildScene } from './build.js';
import type { Scene } from './scene.js';

export interface LoadOptions {
  readonly files: Files;
  readonly limits: WorldLimits;
  /** Our own data: PROTOs and textures are found here without being declared. */
  readonly simFolder: string;
}

export const defaultLoadOptions: LoadOptions = {
  files: diskFiles,
  limits: worldLimits,
  // The same from src/ and from dist/.
  simFolder: fileURLToPath(new URL('../../../sim', import.meta.url)),
};

/**
 * Reads a world and everything it needs that is on this machine.
 * Errors: `world/unreadable`, `world/syntax`, `world/limit`. What cannot be used is in `Scene.skipped`.
 */
export function loadScene(path: string, options: LoadOptions = defaultLoadOptions): Scene {
  return sceneOf(readWorldFile(path, options), path, options);
}

/** The tree of a world file as it is written. */
export function readWorldFile(path: string, { files, limits }: LoadOptions = defaultLoadOptions): World {
  return parseWorld(files.readText(path, limits.fileBytes), path, limits);
}

/** The scene of a tree, whether read from `path` or made in code to be written there. */
export function sceneOf(world: World, path: string, options: LoadOptions = defaultLoadOptions): Scene {
  return buildExpanded(expandTree(world, path, options), world, path, options);
}

export function expandTree(world: World, path: string, { files, limits, simFolder }: LoadOptions): Expanded {
  const folders = ['.', 'surfaces', 'wide'].map((folder) => resolve(simFolder, 'protos', folder));
  return expandWorld(world, resolve(path), new ProtoLibrary(files, folders, limits), limits);
}

export function buildExpanded(expanded: Expanded, world: World, path: string, options: LoadOptions): Scene {
  const { files, limits, simFolder } = options;
  const textures = { files, folders: [projectFolder(path), resolve(simFolder)] };
  return buildScene(expanded, { version: world.header.version, textures, limits });
}

/** Webots keeps worlds in `worlds/` beside `protos/`; a world elsewhere is alone in its folder. */
function projectFolder(path: string): string {
  const folder = dirname(resolve(path));
  return basename(folder) === 'worlds' ? dirname(folder) : folder;
}
