// The edge to onnxruntime-node: a session between the shared memory of the channel's two ends.
import type * as OnnxRuntime from 'onnxruntime-node';
import { toFault } from '../../fault/fault.js';
import { heads, type Head, type SharedTensor, type ThreadData } from './channel.js';

export interface Session {
  run(): Promise<void>;
  close(): Promise<void>;
}

/** Throws Fault engine/missing where the package cannot be loaded; whatever ONNX Runtime throws for a bad network. */
export async function openSession({ channel, network, threads }: ThreadData): Promise<Session> {
  const bare = await openBareCall({ channel, network, threads });
  const outputs = heads.map((head) => ({ shared: channel.outputs[head], own: bare.outputs[head] }));
  return {
    // Node-API refuses typed arrays on shared memory, so both ends are copied (0.3 MB, some 20 µs).
    async run() {
      bare.input.set(channel.input.values);
      await bare.run();
      for (const { shared, own } of outputs) shared.values.set(own);
    },
    close: bare.close,
  };
}

/** ONNX Runtime alone on memory that is kept: what the thread does, and what benchmarks compare with. */
export interface BareCall {
  readonly input: Float32Array;
  readonly outputs: Readonly<Record<Head, Float32Array>>;
  readonly run: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How ONNX Runtime may spend cores and memory; `jackdaw bench detect --sweep` measures what each is worth. */
export interface SessionSettings {
  readonly threads: number;
  /** Threads that wait for others by turning on the spot: they burn a core and gain nothing with one thread. */
  readonly spinning?: boolean;
  /** Memory is kept from run to run. */
  readonly arena?: boolean;
}

/** `channel`: gives names and shapes only. */
export async function openBareCall({
  channel,
  network,
  threads,
  spinning = false,
  arena = true,
}: SessionSettings & {
  readonly channel: Pick<ThreadData['channel'], 'input' | 'outputs'>;
  readonly network: Uint8Array;
}): Promise<BareCall> {
  const runtime = await loadRuntime();
  const session = await runtime.InferenceSession.create(network, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableCpuMemArena: arena,
    extra: { session: { intra_op: { allow_spinning: spinning ? '1' : '0' }, set_denormal_as_zero: '1' } },
  });
  const make = ({ values, dims }: SharedTensor) =>
    new runtime.Tensor('float32', new Float32Array(values.length), dims);
  const input = make(channel.input);
  const outputs = heads.map((head) => [head, make(channel.outputs[head])] as const);
  const feeds = { [channel.input.name]: input };
  const fetches = Object.fromEntries(outputs.map(([head, tensor]) => [channel.outputs[head].name, tensor]));
  return {
    input: input.data,
    outputs: Object.fromEntries(outputs.map(([head, tensor]) => [head, tensor.data])) as Record<
      Head,
      Float32Array
    >,
    async run() {
      await session.run(feeds, fetches);
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
      next: 'Run `npm ci` again; `npx jackdaw doctor` tells what is missing.',
    });
  }
}
