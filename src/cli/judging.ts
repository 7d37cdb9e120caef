// What commands that judge a model share: an engine that is closed again, and progress that ends.
import { HUNG_MS, openEngine, type Engine } from '../perception/engine/engine.js';
import type { Model } from '../perception/model/model.js';
import { openProgress } from './print.js';

export async function withEngine<T>(model: Model, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine({ kind: 'onnx-runtime', model, threads: 1, deadlineMs: HUNG_MS });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

export async function withProgress<T>(
  what: string,
  work: (onProgress: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  let progress: ReturnType<typeof openProgress> | undefined;
  try {
    return await work((done, total) => {
      progress ??= openProgress(what, total);
      progress.update(done);
    });
  } finally {
    progress?.stop();
  }
}
