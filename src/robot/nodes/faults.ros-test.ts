// What goes wrong in a graph of nodes, with rclpy as the sensors: the robot stops in time, and everything recovers.
import assert from 'node:assert/strict';
import {
  end,
  endAll,
  ask,
  askClient,
  startNode,
  startPeer,
  until,
  hearCommand,
  fastest,
} from './testing/processes.js';

interface Commands {
  readonly times: readonly number[];
  readonly speeds: readonly number[];
}

/** Of losing a sensor or a stage, seconds. */
const STOPPED_WITHIN_S = 0.5;

describe('a graph of nodes when something fails', function () {
  this.timeout(90_000);

  afterEach(endAll);

  for (const lost of ['wander', 'sensors'] as const) {
    it(`when ${lost} is killed, then the guard stops the robot in time; when it is back, the robot drives again`, async () => {
      await startNode(['guard']);
      const wander = await startNode(['wander']);
      const sensors = startPeer('sense', '', '10');
      await until(async () => fastest(await hearCommand('2')) > 0.01);
      const hearing = listen('5');
      await sleep(3000);
      const killedAt = Date.now() / 1000;
      await end(lost === 'wander' ? wander.child : sensors, 'SIGKILL');
      const { times, speeds } = await hearing;
      const driving = times.filter((_, i) => speeds[i]! > 0);
      assert.ok(
        driving.some((time) => time < killedAt),
        'it drove when it was heard',
      );
      const stopped = times.filter((time, i) => time > killedAt && speeds[i] === 0);
      assert.ok(stopped.length > 10, 'it is told to stand, again and again');
      const late = driving.at(-1)! - killedAt;
      assert.ok(late < STOPPED_WITHIN_S, `${late.toFixed(3)} s`);
      if (lost === 'wander') await startNode(['wander']);
      else startPeer('sense', '', '10');
      await until(async () => fastest(await hearCommand('2')) > 0.01);
    });
  }

  it('when scans flood in at 1,000 a second, half of them garbage, then the node lives and commands go on', async () => {
    const node = await startNode(['robot']);
    startPeer('sense', '', '10');
    const flood = startPeer('flood', 'scan', '1000');
    await sleep(4000);
    // Whoever listens beside a flood may need seconds to find the robot.
    await until(async () => (await hearCommand('4')).count > 20);
    assert.match(node.said(), /times more, and again/);
    assert.ok(node.said().split('\n').length < 100, 'its log is not flooded');
    await end(flood, 'SIGKILL');
    await until(async () => fastest(await hearCommand('2')) > 0.01);
    assert.equal(node.child.exitCode, null);
  });

  it('when a parameter is set 100 times a second, then every answer comes and the last value holds', async () => {
    await startNode(['guard']);
    const told = await askClient<{ asked: number; accepted: number; lastAsked: number; last: number }>(
      'hammer',
      'guard',
      'guard.maxLinearMps',
      '3',
      '100',
      '0.1',
      '0.4',
    );
    assert.ok(told.asked > 150, JSON.stringify(told));
    assert.equal(told.accepted, told.asked);
    assert.equal(told.last, told.lastAsked);
  });
});

async function listen(seconds: string): Promise<Commands> {
  const heard = await ask<{ cmd_vel: Commands }>(
    'hear',
    seconds,
    'cmd_vel=geometry_msgs/msg/TwistStamped@reliable',
  );
  return heard.cmd_vel;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
