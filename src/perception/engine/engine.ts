// The port to an inference engine: one network, one run at a time, in memory that is reused.
import { Fault } from '../../fault/fault.js';
import type { Manifest } from '../model/manifest.js';
import type { Model } from '../model/model.js';

/** Raw outputs by head, laid out as docs/formats/model.md says; overwritten by the next run. */
export interface NetworkOutputs {
  readonly heat: Float32Array;
  readonly box: Float32Array;
  readonly free: Float32Array;
  readonly surface: Float32Array;
}

export interface EngineHealth {
  readonly runs: number;
  /** Runs that ended with a Fault. */
  readonly failures: number;
  /** Times it had to be started again. */
  readonly restarts: number;
  /** What went wrong last, in words; undefined while all is well. */
  readonly problem: string | undefined;
}

/**
 * Runs one network away from the caller's thread. The caller fills `input` between two runs, never during one, and asks
 * for it anew each time: after a restart it is other memory.
 */
export interface Engine {
  readonly kind: string;
  readonly input: Float32Array;
  readonly health: EngineHealth;
  /**
   * Throws Fault engine/late when the deadline passes and engine/failed when the engine ends or is busy or closed, and
   * starts it again by itself where that helps; engine/not-finite for outputs that are no numbers.
   */
  run(): Promise<NetworkOutputs>;
  close(): Promise<void>;
}

/**
 * No network of ours takes so long on any machine: the engine hangs, wall milliseconds. The deadline of all that must come
 * out the same on a slow machine: lockstep, replays, evaluations.
 */
export const HUNG_MS = 60_000;

export type EngineOptions =
  | {
      readonly kind: 'onnx-runtime';
      readonly model: Model;
      readonly threads: number;
      /** A run that takes longer has failed, wall milliseconds. */
      readonly deadlineMs: number;
    }
  | {
      /** Says the same whatever it sees: for tests of what comes behind it. */
      readonly kind: 'fixed';
      readonly manifest: Manifest;
      readonly outputs: NetworkOutputs;
    };

/** Throws Fault engine/missing or engine/failed if it cannot be started. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  switch (options.kind) {
    case 'onnx-runtime': {
      const { openOnnxRuntimeEngine } = await import('./onnx-runtime.js');
      return openOnnxRuntimeEngine(options);
    }
    case 'fixed': {
      const { FixedEngine } = await import('./fixed.js');
      return new FixedEngine(options);
    }
  }
}

/** What every adapter does with outputs before it gives them away. Throws Fault engine/not-finite. */
export function checkFinite(outputs: NetworkOutputs): void {
  for (const [name, values] of Object.entries(outputs) as [string, Float32Array][]) {
    const strange = firstNotFinite(values);
    if (strange === undefined) continue;
    throw new Fault('engine/not-finite', {
      what: `The output ${name} of the network is not finite.`,
      found: String(strange),
      expected: 'finite numbers',
      next: 'Check the camera frame, and the model with `npx jackdaw models check`.',
    });
  }
}

/** Thousands of numbers a frame: x - x is 0 for all that are finite, and no sum has to wait for the one before. */
function firstNotFinite(values: Float32Array): number | undefined {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) return value;
  }
  return undefined;
}
