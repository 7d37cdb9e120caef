// The checks for other nodes: two of one name, and who publishes what this one alone should.
import assert from 'node:assert/strict';
import { findMismatches } from '../mismatch.js';
import { createGraph, endpoint } from '../testing/rcl-graph.js';
import { RivalCheck } from './rivals.js';
import { TwinCheck } from './twins.js';

const TWIST = 'geometry_msgs/msg/Twist';
const STAMPED = 'geometry_msgs/msg/TwistStamped';

describe('the checks for other nodes', () => {
  it('when a second node has the name, then that is said, with what goes wrong and how to part them', () => {
    const twins = new TwinCheck('/r1/guard');
    assert.deepEqual(twins.look(createGraph({ nodes: ['/r1/guard', '/guard', '/r2/guard'] })), []);
    const [concern] = twins.look(createGraph({ nodes: ['/r1/guard', '/r1/guard'] }));
    assert.equal(concern?.fault.what, '2 nodes are called /r1/guard.');
    assert.match(concern.fault.found ?? '', /parameters, services/);
    assert.match(concern.fault.next ?? '', /-r __node:=/);
  });

  it('when another node publishes what this one commands, then it is named, once for each topic; our own publisher is not', () => {
    const rivals = new RivalCheck({
      node: '/guard',
      owned: () => ['cmd_vel', '/clock'],
      resolve: (topic) => (topic === 'cmd_vel' ? '/base/cmd_vel' : topic),
    });
    const own = endpoint('/guard', STAMPED);
    assert.deepEqual(rivals.look(createGraph({ publishers: { '/base/cmd_vel': [own] } })), []);
    const found = rivals.look(
      createGraph({
        publishers: {
          '/base/cmd_vel': [own, endpoint('/teleop', TWIST), endpoint('/teleop', TWIST)],
          '/clock': [endpoint('/player', 'rosgraph_msgs/msg/Clock')],
        },
      }),
    );
    assert.deepEqual(
      found.map(({ fault }) => fault.what),
      ['/teleop publishes /base/cmd_vel too.', '/player publishes /clock too.'],
    );
    assert.match(found[0]!.fault.next ?? '', /-r cmd_vel:=cmd_vel_teleop/);
    assert.match(found[1]!.fault.found ?? '', /time jumps/);
  });

  it('when discovery has not named a node yet, then its publishers and subscriptions are nobody’s', () => {
    const unnamed = '_NODE_NAMESPACE_UNKNOWN_/_NODE_NAME_UNKNOWN_';
    const rivals = new RivalCheck({ node: '/guard', owned: () => ['cmd_vel'], resolve: () => '/cmd_vel' });
    const ends = { '/cmd_vel': [endpoint('/guard', TWIST), endpoint(unnamed, STAMPED)] };
    const graph = createGraph({ publishers: ends, subscribers: ends });
    assert.deepEqual(rivals.look(graph), []);
    assert.deepEqual(findMismatches(graph, ['/cmd_vel']), []);
  });
});
