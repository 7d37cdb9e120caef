// The check of a node's time: /clock that nobody lives by, and use_sim_time without a clock.
import assert from 'node:assert/strict';
import { createGraph, endpoint } from '../testing/rcl-graph.js';
import { TimeCheck } from './time.js';

const clock = endpoint('/simulator', 'rosgraph_msgs/msg/Clock');
const simulated = createGraph({ publishers: { '/clock': [clock] } });
const real = createGraph({});

function check(node: string, ticks?: () => number): TimeCheck {
  return new TimeCheck({ node, topic: '/clock', ticks: () => ticks?.() });
}

describe('the check of a node’s time', () => {
  it('when /clock is published and the node lives by the machine’s, then both are said, with who and what to do', () => {
    const [concern] = check('/robot').look(simulated);
    assert.equal(concern?.fault.what, '/clock is published but use_sim_time is false.');
    assert.match(concern.fault.found ?? '', /^\/simulator /);
    assert.match(concern.fault.next ?? '', /-p use_sim_time:=true/);
    assert.equal(concern.level, 1);
  });

  it('when nobody else publishes /clock, then all is well: a simulator is none but itself', () => {
    assert.deepEqual(check('/robot').look(real), []);
    assert.deepEqual(check('/simulator').look(simulated), []);
  });

  it('when use_sim_time is true and /clock is silent for five looks, then that is an error, with whether anybody publishes it', () => {
    for (const [graph, why] of [
      [real, /no publisher/],
      [simulated, /simulator .*paused/],
    ] as const) {
      const silent = check('/robot', () => 0);
      const found = Array.from({ length: 5 }, () => silent.look(graph));
      assert.deepEqual(
        found.map(({ length }) => length),
        [0, 0, 0, 0, 1],
      );
      assert.equal(found[4]![0]!.level, 2);
      assert.match(found[4]![0]!.fault.what, /use_sim_time is true and nothing has come on \/clock/);
      assert.match(found[4]![0]!.fault.found ?? '', why);
    }
  });

  it('when /clock speaks, then all is well; when it falls silent later, that is a warning', () => {
    let ticks = 0;
    const heard = check('/robot', () => ticks);
    for (let look = 0; look < 10; look++) {
      ticks += 50;
      assert.deepEqual(heard.look(simulated), []);
    }
    const found = Array.from({ length: 5 }, () => heard.look(simulated));
    assert.deepEqual([found[3]?.length, found[4]?.[0]?.level], [0, 1]);
    assert.match(found[4]![0]!.fault.what, /comes any more/);
  });
});
