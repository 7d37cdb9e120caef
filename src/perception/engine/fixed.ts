// The engine's twin that needs nothing: it says the same whatever it sees, and keeps the port's promises.
import { Fault, toFault } from '../../fault/fault.js';
import {
  checkFinite,
  type Engine,
  type EngineHealth,
  type EngineOptions,
  type NetworkOutputs,
} from './engine.js';

export class FixedEngine implements Engine {
  readonly kind = 'fixed';
  readonly input: Float32Array;
  readonly #outputs: NetworkOutputs;
  #busy = false;
  #closed = false;
  #runs = 0;
  #failures = 0;
  #problem: string | undefined;

  constructor({ manifest, outputs }: Extract<EngineOptions, { kind: 'fixed' }>) {
    this.input = new Float32Array(3 * manifest.input.width * manifest.input.height);
    this.#outputs = outputs;
  }

  get health(): EngineHealth {
    return { runs: this.#runs, failures: this.#failures, restarts: 0, problem: this.#problem };
  }

  async run(): Promise<NetworkOutputs> {
    if (this.#closed) throw new Fault('engine/failed', { what: 'The inference engine is closed.' });
    if (this.#busy)
      throw new Fault('engine/failed', { what: 'The inference engine is busy with another frame.' });
    this.#busy = true;
    await Promise.resolve();
    this.#busy = false;
    this.#runs++;
    try {
      checkFinite(this.#outputs);
      this.#problem = undefined;
      return this.#outputs;
    } catch (thrown) {
      this.#failures++;
      this.#problem = toFault(thrown, 'engine/failed', { what: 'The run failed.' }).what;
      throw thrown;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
