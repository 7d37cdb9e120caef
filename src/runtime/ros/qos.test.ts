// Offers and requests: what we ask for meets what others offer, and what cannot meet is told by name.
import assert from 'node:assert/strict';
import { topicNames } from '../../message/topics.js';
import { findMismatches } from './mismatch.js';
import { offeredQos, requestedQos, shortfalls } from './qos.js';
import type { RclQos } from './rclnodejs.js';
import { bestEffort, createGraph, endpoint, reliable } from './testing/rcl-graph.js';

const scan = 'sensor_msgs/msg/LaserScan';
const latched: RclQos = { ...reliable, durability: 1 };

describe('quality of service', () => {
  it('when a sensor is read, then any offer will do; a command is asked for reliably, a latched topic with its past', () => {
    assert.deepEqual(requestedQos('scan'), {
      history: 'keep_last',
      depth: 5,
      reliability: 'best_effort',
      durability: 'volatile',
    });
    assert.equal(requestedQos('cmd_vel').reliability, 'reliable');
    assert.equal(requestedQos('/clock').reliability, 'best_effort');
    assert.deepEqual(
      [requestedQos('/tf_static').durability, requestedQos('/tf_static').depth],
      ['transient_local', 100],
    );
    assert.equal(requestedQos('vision_info').durability, 'transient_local');
  });

  it('when we offer a topic and ask for it ourselves, then the two meet, on every topic of the table', () => {
    for (const topic of topicNames) {
      const [offered, requested] = [offeredQos(topic), requestedQos(topic)];
      assert.ok(offered.reliability === 'reliable' || requested.reliability === 'best_effort', topic);
      assert.ok(offered.durability === 'transient_local' || requested.durability === 'volatile', topic);
    }
  });

  it('when each kind of offer meets each kind of request, then exactly those that DDS refuses fall short', () => {
    const kinds = [bestEffort, reliable, { ...bestEffort, durability: 1 }, latched];
    const met = kinds.map((offered) => kinds.map((requested) => shortfalls(offered, requested).length));
    assert.deepEqual(met, [
      [0, 1, 1, 2],
      [0, 0, 1, 1],
      [0, 1, 0, 1],
      [0, 0, 0, 0],
    ]);
  });

  it('when a publisher falls short or speaks another type, then both nodes are named; pairs that meet are not', () => {
    const publishers = [
      endpoint('/robot/driver', scan, bestEffort),
      endpoint('/robot/player', scan, reliable),
    ];
    const subscribers = [
      endpoint('/robot/planner', scan, reliable),
      endpoint('/robot/viewer', scan, bestEffort),
      endpoint('/robot/stranger', 'std_msgs/msg/String', bestEffort),
    ];
    const graph = createGraph({ publishers: { '/scan': publishers }, subscribers: { '/scan': subscribers } });
    assert.deepEqual(
      findMismatches(graph, ['/scan']).map(
        ({ publisher, subscriber, why }) => `${publisher} ${subscriber}: ${why}`,
      ),
      [
        '/robot/driver /robot/planner: offers best effort where reliable is asked for',
        '/robot/driver /robot/stranger: publishes sensor_msgs/msg/LaserScan where std_msgs/msg/String is asked for',
        '/robot/player /robot/stranger: publishes sensor_msgs/msg/LaserScan where std_msgs/msg/String is asked for',
      ],
    );
  });

  it('when one of several subscriptions of a node meets, then the others are not told', () => {
    const clock = 'rosgraph_msgs/msg/Clock';
    const publishers = [endpoint('/simulator', clock, bestEffort)];
    const subscribers = [endpoint('/robot', clock, reliable), endpoint('/robot', clock, bestEffort)];
    const graph = createGraph({
      publishers: { '/clock': publishers },
      subscribers: { '/clock': subscribers },
    });
    assert.deepEqual(findMismatches(graph, ['/clock']), []);
  });
});
