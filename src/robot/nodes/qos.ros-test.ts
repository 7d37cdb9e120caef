// Quality of service against rclpy: every pair that cannot meet is named in the diagnostics, every other one meets.
import assert from 'node:assert/strict';
import { ask, endAll, startNode, startPeer, until } from './testing/processes.js';

const diagnostics = '/diagnostics=diagnostic_msgs/msg/DiagnosticArray@reliable';

describe('quality of service between our nodes and others', function () {
  this.timeout(60_000);

  afterEach(endAll);

  it('when others ask for more than we offer, then each pair is named with its reason', async () => {
    await startNode(['lidar_obstacles']);
    startPeer('hear', '60', 'lidar/obstacles=jackdaw_msgs/msg/ObstacleArray@latched');
    startPeer('hear', '60', 'lidar/obstacles=sensor_msgs/msg/LaserScan');
    await expectWords([
      /peer_hear: offers volatile where transient local is asked for/,
      /peer_hear: publishes jackdaw_msgs\/msg\/ObstacleArray where sensor_msgs\/msg\/LaserScan is asked for/,
    ]);
  });

  it('when others offer less than we ask for, then each pair is named; where a sensor is best effort, we hear it', async () => {
    await startNode(['guard']);
    startPeer('offer', 'cmd_vel_raw=geometry_msgs/msg/TwistStamped@sensor');
    startPeer('offer', '/tf_static=tf2_msgs/msg/TFMessage@reliable');
    startPeer('offer', 'scan=sensor_msgs/msg/LaserScan@sensor');
    const said = await expectWords([
      /cmd_vel_raw.*peer_offer → \/guard: offers best effort where reliable is asked for/,
      /tf_static.*peer_offer → \/guard: offers volatile where transient local is asked for/,
    ]);
    assert.doesNotMatch(said, /"\/scan"/);
  });

  it('when a watch looks at the whole graph, then it names pairs of others, and rates of their topics', async () => {
    await startNode(['watch']);
    startPeer('sense', '', '10');
    startPeer('hear', '60', 'odom=nav_msgs/msg/Odometry@latched');
    await expectWords([
      /peer_sense → \/peer_hear: offers volatile where transient local is asked for/,
      /"\/watch: scan","message":"ok"/,
    ]);
  });
});

/** All of them in the diagnostics of one moment. */
async function expectWords(words: readonly RegExp[]): Promise<string> {
  let said = '';
  await until(async () => {
    const heard = await ask<Record<string, { status?: object }>>('hear', '6/4', diagnostics);
    said = JSON.stringify(heard['/diagnostics']!.status);
    return words.every((each) => each.test(said));
  }).catch(() => assert.fail(said));
  return said;
}
