// The model that a robot sees by, loaded and on its engine.
import type { DetectConfig } from '../perception/detect/detect-config.js';
import type { Vision } from '../perception/detect/detect.js';
import { openEngine } from '../perception/engine/engine.js';
import { loadModel, type Model } from '../perception/model/model.js';

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
