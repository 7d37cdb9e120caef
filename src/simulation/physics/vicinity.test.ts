import assert from 'node:assert/strict';
import { compileModel, loadEngine, type Engine } from './engine.js';
import { EngineState } from './state.js';

/** A sled slides towards a sleeping stack of two boxes before a wall; a third box sleeps far away. */
const WORLD = `<mujoco>
  <option timestep="0.005" sleep_tolerance="0.01"><flag sleep="enable" autoreset="disable"/></option>
  <worldbody>
    <geom type="box" size="0.02 1 0.5" pos="2 0 0.5" quat="0.98 0 0 0.2" contype="1" conaffinity="0"/>
    <body><geom type="plane" size="0 0 1" contype="8" conaffinity="0" friction="0.01"/></body>
    <body pos="0 0 0.1"><freejoint/><geom type="box" size="0.1 0.1 0.1" contype="4" conaffinity="15" friction="0.01"/></body>
    <body pos="1 0 0.1"><freejoint/><geom type="box" size="0.1 0.1 0.1" contype="4" conaffinity="15"/></body>
    <body pos="1 0 0.3"><freejoint/><geom type="box" size="0.1 0.1 0.1" contype="4" conaffinity="15"/></body>
    <body pos="-3 0 0.1"><freejoint/><geom type="box" size="0.1 0.1 0.1" contype="4" conaffinity="15"/></body>
  </worldbody></mujoco>`;
const SLED = 2;
const STACK = [3, 4] as const;
const FAR = 5;
const SLED_COORDINATE = 0;

describe('Vicinity', function () {
  this.timeout(20_000);
  let engine: Engine;
  before(async () => {
    engine = await loadEngine();
  });

  it('when nothing awake is near, then sleepers and walls are hidden, and shown in time', () => {
    const state = new EngineState(engine, WORLD);
    const { views } = state;
    views.qvel[0] = 1;
    for (let step = 0; step < 60; step++) state.step();
    assert.equal(views.awake[SLED], 1);
    assert.deepEqual(
      [...STACK, FAR].map((body) => [views.awake[body], views.bodyIs[body], views.bodyMeets[body]]),
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    );
    assert.equal(views.bodyMeets[SLED], 14);
    for (let step = 0; views.qpos[SLED_COORDINATE]! < 0.6; step++) {
      assert.ok(step < 200, 'the sled stopped');
      state.step();
    }
    assert.deepEqual(
      [...STACK, FAR].map((body) => views.bodyIs[body]),
      [4, 4, 0],
    );
    state.close();
  });

  it('when the world is stepped without it, then everything moves as with it, to the last bit', () => {
    const model = compileModel(engine, WORLD);
    const data = new engine.MjData(model);
    const state = new EngineState(engine, WORLD);
    state.views.qvel[0] = 1;
    data.qvel[0] = 1;
    let touched = false;
    for (let step = 0; step < 600; step++) {
      state.step();
      engine.mj_step(model, data);
      touched ||= state.views.awake[STACK[1]] === 1 && step > 100;
      assert.deepEqual([...state.views.qpos], [...data.qpos], `step ${String(step)}`);
    }
    assert.ok(touched, 'the stack was never hit');
    state.close();
    data.delete();
    model.delete();
  });

  it('when another world makes the engine’s memory grow, then this one moves as if it were alone', () => {
    const alone = new EngineState(engine, WORLD);
    const state = new EngineState(engine, WORLD);
    for (const each of [alone, state]) each.views.qvel[0] = 1;
    for (let step = 0; step < 300; step++) alone.step();
    const expected = [...alone.views.qpos];
    const before = state.views.qpos;
    for (let step = 0; step < 50; step++) state.step();
    const large = compileModel(engine, '<mujoco><size memory="256M"/></mujoco>');
    const other = new engine.MjData(large);
    assert.equal(before.length, 0, 'the memory has not grown');
    assert.equal(state.views.qpos.length, expected.length);
    for (let step = 50; step < 300; step++) state.step();
    assert.deepEqual([...state.views.qpos], expected);
    for (const each of [other, large]) each.delete();
    for (const each of [alone, state]) each.close();
  });
});
