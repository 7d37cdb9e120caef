// How the engine's two threads speak: a few shared integers, one shared input, one shared output for each head.
import type { FaultCode } from '../../fault/codes.js';
import type { FaultDetails } from '../../fault/fault.js';
import type { Manifest } from '../model/manifest.js';
import { shapesByName } from '../model/onnx-check.js';

/** Places in `control`. */
export const place = {
  /** Number of the run that is asked for; STOP ends the thread. */
  request: 0,
  /** Number of the run that is done; GONE when the thread has ended. */
  reply: 1,
  /** Counts up while the thread lives and has nothing to do. */
  beat: 2,
} as const;
export const STOP = -1;
export const GONE = -2;
/** The idle thread shows that it lives this often. */
export const BEAT_MS = 250;

export const heads = ['heat', 'box', 'free', 'surface'] as const;
export type Head = (typeof heads)[number];

/** One tensor in shared memory. */
export interface SharedTensor {
  /** In the graph. */
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array<SharedArrayBuffer>;
}

export interface Channel {
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly input: SharedTensor;
  readonly outputs: Readonly<Record<Head, SharedTensor>>;
}

/** What the thread is started with. */
export interface ThreadData {
  readonly channel: Channel;
  readonly network: Uint8Array;
  readonly threads: number;
}

/** The thread's one message: it serves, or why it does not (errors lose their fields between threads). */
export type StartMessage = 'ready' | { readonly code: FaultCode; readonly details: FaultDetails };

/** Fresh memory: a thread that was given up may still write into the old one. */
export function createChannel(manifest: Manifest): Channel {
  const shapes = shapesByName(manifest);
  const tensor = (name: string): SharedTensor => {
    const dims = shapes.get(name)!;
    const bytes = 4 * dims.reduce((product, dim) => product * dim, 1);
    return { name, dims, values: new Float32Array(new SharedArrayBuffer(bytes)) };
  };
  const { heat, box, free, surface } = manifest.outputs;
  return {
    control: new Int32Array(new SharedArrayBuffer(4 * Object.keys(place).length)),
    input: tensor(manifest.input.name),
    outputs: { heat: tensor(heat), box: tensor(box), free: tensor(free), surface: tensor(surface) },
  };
}
