// Starts a thread from its module: built, or as it is when tests run the sources under a loader.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

export function startThread(module: URL, options: WorkerOptions): Worker {
  if (!module.pathname.endsWith('.ts')) return new Worker(module, options);
  // Node 20 gives threads none of their parent's loaders.
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api')).href.replace(
    '.cjs',
    '.mjs',
  );
  const text = `import { register } from '${loader}'; register(); await import('${module.href}');`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(text)}`), options);
}
