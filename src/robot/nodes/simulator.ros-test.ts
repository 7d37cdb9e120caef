// The simulator as a ROS robot, through its services and on simulated time, with rclpy as its peer.
import assert from 'node:assert/strict';
import { LONGEST_MS } from './testing/news.js';
import { askClient, endAll, startNode } from './testing/processes.js';

interface Simulated {
  readonly start: [number, number];
  readonly stepTooEarly: [boolean, string];
  readonly whilePaused: number;
  readonly stepped: [boolean, string];
  readonly byStepping: number;
  readonly tooMany: [boolean, string];
  readonly reset: [boolean, string];
  readonly afterReset: number;
  readonly stillPaused: number;
  readonly resumed: number;
  readonly atReset: [number, number];
  readonly missing: [boolean, string];
  readonly stillRuns: number;
  readonly loaded: [boolean, string];
  readonly afterLoad: number;
  readonly elsewhere: [number, number];
}

describe('the simulator node', function () {
  this.timeout(LONGEST_MS);

  afterEach(endAll);

  it('when it is paused, stepped, reset and given another world, then its time and its robot do what was asked', async () => {
    await startNode(['simulator', '--seed', '7', '--ros-args', '-p', 'simulation.camera:=false']);
    const told = await askClient<Simulated>('simulate', 'simulator');
    assert.deepEqual([told.stepTooEarly[0], told.whilePaused], [false, 0]);
    assert.ok(told.stepped[0] && Math.abs(told.byStepping - 0.5) < 0.021, `${told.byStepping}`);
    assert.equal(told.tooMany[0], false);
    assert.ok(told.reset[0] && told.afterReset < 0.3, `${told.afterReset}`);
    assert.ok(told.stillPaused < 0.3, `${told.stillPaused}`);
    assert.ok(told.resumed >= 0.2, `${told.resumed}`);
    assert.deepEqual(told.atReset.map(round), told.start.map(round));
    assert.equal(told.missing[0], false);
    assert.match(told.missing[1], /nowhere\.wbt/);
    assert.ok(told.stillRuns >= 1, `${told.stillRuns}`);
    assert.ok(told.loaded[0] && /12/.test(told.loaded[1]), told.loaded[1]);
    assert.ok(told.afterLoad < 0.3, `${told.afterLoad}`);
    assert.notDeepEqual(told.elsewhere.map(round), told.start.map(round));
  });
});

function round(value: number): number {
  return Math.round(value * 100);
}
