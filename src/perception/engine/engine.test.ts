import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../../fault/fault.js';
import { openOnnxRuntimeEngine } from './onnx-runtime.js';
import { openEngine, type Engine, type NetworkOutputs } from './engine.js';
import type { Model } from '../model/model.js';
import { encodeOnnx } from '../model/onnx.js';
import { describeEngine } from './testing/engine-contract.js';
import { failures } from './testing/failing-thread-kinds.js';
import { tinyManifest, tinyNetwork, tinySize } from '../model/testing/tiny-model.js';

const cells = (tinySize.width / 8) * (tinySize.height / 8);
const lengths = { heat: 2 * cells, box: 4 * cells, free: cells, surface: 2 };
const inputLength = 3 * tinySize.width * tinySize.height;
const network = encodeOnnx(tinyNetwork());
const manifest = tinyManifest(network);
const model: Model = { folder: 'tiny', manifest, network };

const zeros = (): NetworkOutputs => ({
  heat: new Float32Array(lengths.heat),
  box: new Float32Array(lengths.box),
  free: new Float32Array(lengths.free),
  surface: new Float32Array(lengths.surface),
});

function openReal(over: Partial<Model> = {}): Promise<Engine> {
  const deadlineMs = 10_000;
  return openEngine({ kind: 'onnx-runtime', model: { ...model, ...over }, threads: 1, deadlineMs });
}

/** Its surface weights are infinite. */
function brokenNetwork(): Uint8Array {
  const whole = tinyNetwork();
  const initializer = (whole.graph?.initializer ?? []).map((tensor) =>
    tensor.name === 'surface.weight'
      ? { ...tensor, rawData: new Uint8Array(Float32Array.from({ length: 6 }, () => Infinity).buffer) }
      : tensor,
  );
  return encodeOnnx({ ...whole, graph: { ...whole.graph, initializer } });
}

describeEngine('onnx-runtime', {
  open: () => openReal(),
  openBroken: () => openReal({ network: brokenNetwork() }),
  inputLength,
  lengths,
});

describeEngine('fixed', {
  open: () => openEngine({ kind: 'fixed', manifest, outputs: zeros() }),
  openBroken: () =>
    openEngine({ kind: 'fixed', manifest, outputs: { ...zeros(), surface: Float32Array.of(NaN, 0) } }),
  inputLength,
  lengths,
});

describe('the onnx-runtime engine and its thread', () => {
  const opened: Engine[] = [];
  afterEach(async () => {
    for (const engine of opened.splice(0)) await engine.close();
  });

  /** The real engine on the real runtime, with a thread that fails at its second run. */
  async function openFailing(failure: (typeof failures)[number], deadlineMs: number): Promise<Engine> {
    const marked = Uint8Array.of(...network, failures.indexOf(failure));
    const engine = await openOnnxRuntimeEngine({
      kind: 'onnx-runtime',
      model: { ...model, network: marked },

      threads: 1,
      deadlineMs,
      program: new URL('./testing/failing-thread.ts', import.meta.url),
    });
    opened.push(engine);
    return engine;
  }

  it('when a frame is computed, then the outputs are those of the network', async () => {
    const engine = await openReal();
    opened.push(engine);
    const plane = tinySize.width * tinySize.height;
    engine.input.fill(0);
    engine.input.fill(1, 0, plane);
    const { heat, box, free, surface } = await engine.run();
    assert.ok(heat.subarray(0, cells).every((value) => Math.abs(value - 15) < 1e-4));
    assert.ok(heat.subarray(cells).every((value) => Math.abs(value + 25) < 1e-4));
    assert.ok(box.every((value) => value === 1));
    assert.ok(free.every((value) => Math.abs(value + 15) < 1e-4));
    assert.ok(surface.every((value) => value === 0));
  });

  for (const [failure, code, found] of [
    ['exits', 'engine/failed', /code 7/],
    ['throws', 'engine/failed', /the session broke/],
    ['hangs', 'engine/late', undefined],
    ['sleeps', 'engine/late', undefined],
  ] as const) {
    it(`when its thread ${failure}, then that run is a Fault and the next one is served by a new thread with new memory`, async () => {
      const engine = await openFailing(failure, 400);
      await engine.run();
      const before = engine.input;
      await assert.rejects(engine.run(), (fault: Fault) => {
        assert.equal(fault.code, code);
        if (found !== undefined) assert.match(fault.message, found);
        return true;
      });
      assert.notEqual(engine.input.buffer, before.buffer);
      engine.input.fill(0.5);
      await engine.run();
      assert.equal(engine.health.restarts, 1);
      assert.equal(engine.health.problem, undefined);
    });
  }

  it('when its thread cannot start, then opening is a Fault', async () => {
    await assert.rejects(openFailing('never starts', 400), (fault: Fault) => {
      assert.equal(fault.code, 'engine/failed');
      assert.match(fault.found ?? '', /code 3/);
      return true;
    });
  });

  it('when ONNX Runtime refuses the network, then opening is a Fault with its words', async () => {
    await assert.rejects(openReal({ network: network.slice(0, 60) }), (fault: Fault) => {
      assert.equal(fault.code, 'engine/failed');
      assert.ok(fault.found !== undefined);
      return true;
    });
  });

  it('when it is idle for long, then it is still alive', async () => {
    const engine = await openReal();
    opened.push(engine);
    await sleep(600);
    await engine.run();
    assert.equal(engine.health.restarts, 0);
  });
});
