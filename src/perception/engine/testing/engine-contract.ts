// The contract every engine passes: what engine.ts promises, one test each.
import assert from 'node:assert/strict';
import type { Fault } from '../../../fault/fault.js';
import type { Engine, NetworkOutputs } from '../engine.js';

export interface EngineUnderTest {
  readonly open: () => Promise<Engine>;
  /** One whose outputs are not all finite for an input of ones. */
  readonly openBroken: () => Promise<Engine>;
  /** Numbers of the input. */
  readonly inputLength: number;
  /** Numbers of each output. */
  readonly lengths: Readonly<Record<keyof NetworkOutputs, number>>;
}

const hasCode =
  (code: string) =>
  (fault: Fault): boolean =>
    fault.code === code;

export function describeEngine(
  kind: string,
  { open, openBroken, inputLength, lengths }: EngineUnderTest,
): void {
  describe(`the ${kind} engine`, () => {
    const opened: Engine[] = [];
    const start = async (opening = open): Promise<Engine> => {
      const engine = await opening();
      opened.push(engine);
      return engine;
    };
    afterEach(async () => {
      for (const engine of opened.splice(0)) await engine.close();
    });

    it('when it is opened, then it says its kind and offers an input of the right length', async () => {
      const engine = await start();
      assert.equal(engine.kind, kind);
      assert.equal(engine.input.length, inputLength);
    });

    it('when it runs, then all four outputs have their lengths and are finite, and the same input gives the same', async () => {
      const engine = await start();
      engine.input.fill(0.25);
      const first = await engine.run();
      for (const [head, length] of Object.entries(lengths) as [keyof NetworkOutputs, number][]) {
        assert.equal(first[head].length, length, head);
        assert.ok(first[head].every(Number.isFinite), head);
      }
      const kept = first.heat.slice();
      engine.input.fill(0.25);
      assert.deepEqual((await engine.run()).heat, kept);
      assert.deepEqual(engine.health, { runs: 2, failures: 0, restarts: 0, problem: undefined });
    });

    it('when a second run is asked for during the first, then it is refused and the first ends well', async () => {
      const engine = await start();
      const first = engine.run();
      await assert.rejects(engine.run(), hasCode('engine/failed'));
      await first;
      await engine.run();
    });

    it('when an output is not finite, then that run is a Fault that names it, and the next one is tried', async () => {
      const engine = await start(openBroken);
      for (const _ of [1, 2]) {
        engine.input.fill(1);
        await assert.rejects(engine.run(), hasCode('engine/not-finite'));
      }
      assert.equal(engine.health.failures, 2);
      assert.match(engine.health.problem ?? '', /not finite/);
    });

    it('when it is closed, twice, then it runs no more', async () => {
      const engine = await start();
      await engine.close();
      await engine.close();
      await assert.rejects(engine.run(), hasCode('engine/failed'));
    });
  });
}
