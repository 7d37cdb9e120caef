// The edge to onnxruntime-node: a session between the shared memory of the channel's two ends.
import type * as OnnxRuntime from 'onnxruntime-node';
import { toFault } from '../fault/fault.js';
import { heads, type SharedTensor, type ThreadData } from './engine-channel.js';

export interface Session {
  run(): Promise<void>;
  close(): Promise<void>;
}

/** Throws Fault engine/missing where the package cannot be loaded; whatever ONNX Runtime throws for a bad network. */
export async function openSession({ channel, network, threads }: ThreadData): Promise<Session> {
  const runtime = await loadRuntime();
  const session = await runtime.InferenceSession.create(network, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Threads that spin between operators burn a core and gain nothing here (docs/perception.md has the figures).
    extra: { session: { intra_op: { allow_spinning: '0' }, set_denormal_as_zero: '1' } },
  });
  // Node-API refuses typed arrays on shared memory: tensors of the thread's own, copied at both ends (0.3 MB, some 20 µs).
  const tensorOf = ({ dims, values }: SharedTensor) =>
    new runtime.Tensor('float32', new Float32Array(values.length), dims);
  const input = tensorOf(channel.input);
  const feeds = { [channel.input.name]: input };
  const outputs = heads.map((head) => ({
    shared: channel.outputs[head],
    own: tensorOf(channel.outputs[head]),
  }));
  const fetches = Object.fromEntries(outputs.map(({ shared, own }) => [shared.name, own]));
  return {
    async run() {
      input.data.set(channel.input.values);
      await session.run(feeds, fetches);
      for (const { shared, own } of outputs) shared.values.set(own.data);
    },
    close: () => session.release(),
  };
}

async function loadRuntime(): Promise<typeof OnnxRuntime> {
  try {
    return await import('onnxruntime-node');
  } catch (thrown) {
    throw toFault(thrown, 'engine/missing', {
      what: 'The inference engine cannot be loaded.',
      expected: 'the npm package onnxruntime-node with its binary for this platform',
      next: 'Run `npm ci` again; `jackdaw doctor` tells what is missing.',
    });
  }
}
