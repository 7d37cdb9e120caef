// The model that a robot sees by: which one, loaded and on its engine.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../fault/fault.js';
import type { DetectConfig } from '../perception/detect/detect-config.js';
import type { Vision } from '../perception/detect/detect.js';
import { openEngine } from '../perception/engine/engine.js';
import { MANIFEST_FILE } from '../perception/model/manifest.js';
import { loadModel, type Model } from '../perception/model/model.js';

/** Where shipped versions of our network lie. */
const SHIPPED = fileURLToPath(new URL('../../models/obstacle-net', import.meta.url));

/** Loads a model and starts its engine. Throws the Faults model/… and engine/…. */
export async function openVision(
  folder: string,
  config: Pick<DetectConfig, 'threads' | 'deadlineMs'>,
): Promise<Vision> {
  return startVision(await loadModel(folder), config);
}

/** Starts the engine of a model that was loaded. Throws the Faults engine/…. */
export async function startVision(
  model: Model,
  { threads, deadlineMs }: Pick<DetectConfig, 'threads' | 'deadlineMs'>,
): Promise<Vision> {
  const engine = await openEngine({ kind: 'onnx-runtime', model, threads, deadlineMs });
  return { manifest: model.manifest, engine };
}

/** Folder of the newest version that has a manifest; undefined if there is none. */
export async function findShippedModel(root = SHIPPED): Promise<string | undefined> {
  const versions = (await namesIn(root)).filter((name) => /^\d+(\.\d+)*$/.test(name)).sort(byVersion);
  for (const version of versions.reverse()) {
    const folder = join(root, version);
    if ((await namesIn(folder)).includes(MANIFEST_FILE)) return folder;
  }
  return undefined;
}

/** The folder of the model that was named, or of the shipped one. Throws model/missing if there is none. */
export async function findModelFolder(named?: string): Promise<string> {
  const folder = named ?? (await findShippedModel());
  if (folder !== undefined) return folder;
  throw new Fault('model/missing', {
    what: 'There is no model to see by: none was named, and none is shipped.',
    next: 'Name the folder of one (--model; of a ROS node vision.model), or make one: docs/train-your-own.md.',
  });
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** 1.10 is newer than 1.9. */
function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
