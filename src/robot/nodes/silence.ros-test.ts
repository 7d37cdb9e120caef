// What a node says when something is missing around it or too much: in its log and in the diagnostics, with rclpy as its peer.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Diagnostics } from './testing/diagnostics.js';
import { LONGEST_MS } from './testing/news.js';
import { askClient, end, endAll, startNode, startPeer, startProgram } from './testing/processes.js';

const [OK, WARN, ERROR] = [0, 1, 2];

describe('a node that does not find around it what it needs', function () {
  this.timeout(LONGEST_MS);

  afterEach(endAll);

  it('when /clock is published and use_sim_time was forgotten, then it says so, as long as it is so', async () => {
    const peer = startPeer('offer', '/clock=rosgraph_msgs/msg/Clock@reliable');
    const guard = await startNode(['guard']);
    await guard.says('/clock is published but use_sim_time is false.');
    await guard.says('-p use_sim_time:=true');
    await expectStatus('/guard: time', WARN, /use_sim_time is false/);
    await end(peer, 'SIGINT');
    await expectStatus('/guard: time', OK, /^ok$/);
  });

  it('when use_sim_time is true and nothing comes on /clock, then it says so, and goes on when time does', async () => {
    const guard = await startNode(['guard', '--ros-args', '-p', 'use_sim_time:=true']);
    await guard.says('use_sim_time is true and nothing has come on /clock: time stands still.');
    await expectStatus('/guard: time', ERROR, /time stands still/);
    // It makes the time: an order for all nodes does not have it wait for itself.
    const sim = ['-p', 'simulation.camera:=false', '-p', 'use_sim_time:=true'];
    await startNode(['simulator', '--ros-args', ...sim]);
    await guard.says('/clock speaks.');
    await expectStatus('/guard: time', OK, /^ok$/);
  });

  it('when use_sim_time is set while it runs, then that is refused with what to do; the same again is not', async () => {
    await startNode(['guard']);
    const [set, same] = await askClient<{ successful: boolean; reason: string }[]>(
      'set',
      'guard',
      ...['use_sim_time', 'True'],
      ...['use_sim_time', 'False'],
    );
    assert.equal(set!.successful, false);
    assert.match(set!.reason, /start the node anew with -p use_sim_time:=true/);
    assert.equal(same!.successful, true);
  });

  it('when use_sim_time is a word in quotes, then the node does not begin by another clock than was meant', async () => {
    const { child, said } = startProgram(['guard', '--ros-args', '-p', "use_sim_time:='true'"]);
    await once(child, 'close');
    assert.equal(child.exitCode, 2);
    assert.match(said(), /use_sim_time is a switch.*true or false, without quotes/s);
  });

  it('when nothing is there that the guard needs, then that is an error, with whether anybody publishes it, until it arrives', async () => {
    startPeer('offer', 'odom=nav_msgs/msg/Odometry@sensor');
    const guard = await startNode(['guard']);
    await guard.says('Waiting for /scan (sensor_msgs/msg/LaserScan): no publisher.');
    await guard.says(
      'Waiting for /odom (nav_msgs/msg/Odometry): /peer_offer has a publisher, nothing arrived.',
    );
    await expectStatus('/guard: inputs', ERROR, /Waiting for \/scan/);
    startPeer('sense', '', '10');
    await guard.says('/scan arrives.');
    await guard.says('/odom arrives.');
    // Nobody commands: that is no error.
    await expectStatus('/guard: inputs', WARN, /^Waiting for \/cmd_vel_raw [^.]*\.$/);
  });

  it('when the scan has another name, then the remap that hears it is the next step', async () => {
    startPeer('sense', '/front', '10');
    const guard = await startNode(['lidar_obstacles']);
    await guard.says('-r scan:=/front/scan hears it');
    await expectStatus('/lidar_obstacles: inputs', WARN, /Waiting for \/scan/);
  });

  it('when remaps are misspelt, then it asks for what was meant', async () => {
    const guard = await startNode([
      'guard',
      '--ros-args',
      ...['-r', 'scn:=front/scan', '-r', 'odom:=wheel_odom', '-r', '__ns:=/r1'],
    ]);
    await guard.says('-r scn:=front/scan changes nothing: this node has no scn.');
    await guard.says('Did you mean scan?');
    await expectStatus('/r1/guard: arguments', WARN, /scn/);
    assert.doesNotMatch(guard.said(), /wheel_odom changes/);
  });

  it('when another node has its name, then it says so, until there is only one', async () => {
    const guard = await startNode(['guard']);
    const twin = await startNode(['guard']);
    await guard.says('2 nodes are called /guard.');
    await expectStatus('/guard: name', WARN, /2 nodes/);
    await end(twin.child, 'SIGINT');
    await guard.says('Only one node is called /guard now.');
  });

  it('when another node publishes the command for the base, then it is named', async () => {
    const guard = await startNode(['guard']);
    startPeer('offer', 'cmd_vel=geometry_msgs/msg/Twist@reliable');
    await guard.says('/peer_offer publishes /cmd_vel too.');
    await expectStatus('/guard: commands', WARN, /peer_offer publishes \/cmd_vel too/);
  });

  it('when commanders come and go, with a header and without, then each is heard and no look at the graph fails', async () => {
    const guard = await startNode(['guard']);
    for (const type of ['geometry_msgs/msg/Twist', 'geometry_msgs/msg/TwistStamped']) {
      const peer = startPeer('offer', `cmd_vel_raw=${type}@reliable`);
      await guard.says(`/cmd_vel_raw is heard as ${type} from now on`);
      await end(peer, 'SIGINT');
    }
    await expectStatus('/guard: connections', OK, /^ok$/);
    assert.doesNotMatch(guard.said(), /Looking at the ROS graph failed|native callback/);
  });
});

/** Sooner or later the status is this. */
async function expectStatus(name: string, level: number, message: RegExp): Promise<void> {
  await new Diagnostics().until(`${name} is ${level} ${message}`, (statusByName) => {
    const status = statusByName.get(name);
    return status?.level === level && message.test(status.message);
  });
}
