// Notes the free floor that a model sees in a frame: the stage publishes only the scan that it makes of it.
import type { Vision } from '../perception/detect/detect.js';
import type { Engine } from '../perception/engine/engine.js';
import { floorGridOf, type FloorGrid } from '../perception/floor/floor.js';
import type { CellMask } from '../picture/tint.js';
import { logit } from '../perception/model/logistic.js';

export class FloorWatch {
  /** To be given to the stage in place of the one that is watched. */
  readonly vision: Vision;
  readonly #grid: FloorGrid;
  #last: CellMask | undefined;

  constructor({ manifest, engine }: Vision) {
    this.#grid = floorGridOf(manifest);
    this.vision = { manifest, engine: this.#watch(engine) };
  }

  /** Of the frame that was seen last: executors publish what a stage says of a frame before it sees the next. */
  get last(): CellMask | undefined {
    return this.#last;
  }

  #watch(engine: Engine): Engine {
    return {
      kind: engine.kind,
      get input() {
        return engine.input;
      },
      get health() {
        return engine.health;
      },
      run: async () => {
        const outputs = await engine.run();
        this.#last = this.#maskOf(outputs.free);
        return outputs;
      },
      close: () => engine.close(),
    };
  }

  /** A copy: the engine's next run overwrites its outputs. */
  #maskOf(free: Float32Array): CellMask {
    const { columns, rows, freeThreshold } = this.#grid;
    const leastLogit = logit(freeThreshold);
    return { columns, rows, margins: free.map((each) => each - leastLogit) };
  }
}
