// Quality of service against rclpy: every pair that cannot meet is named in the diagnostics, every other one meets.
import assert from 'node:assert/strict';
import { Diagnostics } from './testing/diagnostics.js';
import { hear } from './testing/hearing.js';
import { LONGEST_MS } from './testing/news.js';
import { endAll, startNode, startPeer } from './testing/processes.js';

describe('quality of service between our nodes and others', function () {
  this.timeout(LONGEST_MS);

  afterEach(endAll);

  it('when others ask for more than we offer, then each pair is named with its reason', async () => {
    startPeer('hear', 'lidar/obstacles=jackdaw_msgs/msg/ObstacleArray@latched');
    startPeer('hear', 'lidar/obstacles=sensor_msgs/msg/LaserScan');
    await startNode(['lidar_obstacles']);
    await expectWords([
      /peer_hear: offers volatile where transient local is asked for/,
      /peer_hear: publishes jackdaw_msgs\/msg\/ObstacleArray where sensor_msgs\/msg\/LaserScan is asked for/,
    ]);
  });

  it('when others offer less than we ask for, then each pair is named; where a sensor is best effort, we hear it', async () => {
    startPeer('offer', 'scan=sensor_msgs/msg/LaserScan@sensor');
    startPeer('offer', 'cmd_vel_raw=geometry_msgs/msg/TwistStamped@sensor');
    startPeer('offer', '/tf_static=tf2_msgs/msg/TFMessage@reliable');
    await startNode(['guard']);
    const said = await expectWords([
      /cmd_vel_raw.*peer_offer → \/guard: offers best effort where reliable is asked for/,
      /tf_static.*peer_offer → \/guard: offers volatile where transient local is asked for/,
    ]);
    assert.doesNotMatch(said, /"\/scan"/);
  });

  it('when time is asked for reliably, or best effort as rclcpp and rclpy do, then a simulator tells it to both', async () => {
    const clock = '/clock=rosgraph_msgs/msg/Clock';
    const [reliable, bestEffort] = [hear(`${clock}@reliable`), hear(`${clock}@sensor`)];
    await startNode(['simulator', '--ros-args', '-p', 'simulation.camera:=false']);
    await reliable.count(50);
    await bestEffort.count(50);
  });

  it('when a watch looks at the whole graph, then it names pairs of others, and rates of their topics', async () => {
    // Twice as often as the table says: where a peer gets little of the processor, it is still enough to be ok.
    startPeer('sense', '', '20');
    startPeer('hear', 'odom=nav_msgs/msg/Odometry@latched');
    await startNode(['watch']);
    await expectWords([
      /peer_sense → \/peer_hear: offers volatile where transient local is asked for/,
      /"\/watch: scan","message":"ok"/,
    ]);
  });
});

/** All of them in the diagnostics of one moment. */
async function expectWords(words: readonly RegExp[]): Promise<string> {
  const diagnostics = new Diagnostics();
  let said = '';
  await diagnostics.until(words.join(', '), (statusByName) => {
    said = JSON.stringify([...statusByName]);
    return words.every((each) => each.test(said));
  });
  return said;
}
