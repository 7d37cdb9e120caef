// Offers and requests: what we ask for meets what others offer, and what cannot meet is told by name.
import assert from 'node:assert/strict';
import { topicNames } from '../../message/topics.js';
import { findMismatches } from './mismatch.js';
import { offeredQos, requestedQos, shortfalls } from './qos.js';
import type { RclEndpoint, RclQos } from './rclnodejs.js';

const reliable: RclQos = { history: 1, depth: 10, reliability: 1, durability: 2 };
const bestEffort: RclQos = { ...reliable, reliability: 2 };
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
    const graph = {
      getPublishersInfoByTopic: () => [endpoint('driver', bestEffort), endpoint('player', reliable)],
      getSubscriptionsInfoByTopic: () => [
        endpoint('planner', reliable),
        endpoint('viewer', bestEffort),
        { ...endpoint('stranger', bestEffort), topic_type: 'std_msgs/msg/String' },
      ],
    };
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
    const graph = {
      getPublishersInfoByTopic: () => [endpoint('simulator', bestEffort)],
      getSubscriptionsInfoByTopic: () => [endpoint('robot', reliable), endpoint('robot', bestEffort)],
    };
    assert.deepEqual(findMismatches(graph, ['/clock']), []);
  });
});

function endpoint(node_name: string, qos_profile: RclQos): RclEndpoint {
  return { node_name, node_namespace: '/robot', topic_type: 'sensor_msgs/msg/LaserScan', qos_profile };
}
