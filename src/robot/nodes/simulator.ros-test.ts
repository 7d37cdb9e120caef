// The simulator as a ROS robot, through its services and on simulated time, with rclpy as its peer.
import assert from 'node:assert/strict';
import type { TFMessage, TwistStamped } from '../../message/messages.js';
import { moves, speedOf } from './testing/commands.js';
import { hear, type Hearing } from './testing/hearing.js';
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
  readonly nothing: [boolean, string];
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
    assert.ok(told.resumed > 0.19, `${told.resumed}`);
    assert.deepEqual(told.atReset.map(round), told.start.map(round));
    assert.equal(told.missing[0], false);
    assert.match(told.missing[1], /nowhere\.wbt/);
    assert.equal(told.nothing[0], false);
    assert.match(told.nothing[1], /Neither a world nor a seed was named.*\{seed: 7\}/s);
    assert.ok(told.stillRuns > 0.99, `${told.stillRuns}`);
    assert.ok(told.loaded[0] && /12/.test(told.loaded[1]), told.loaded[1]);
    assert.ok(told.afterLoad < 0.3, `${told.afterLoad}`);
    assert.notDeepEqual(told.elsewhere.map(round), told.start.map(round));
  });

  it('when it localizes, then rclpy finds map → odom beside odom → base_footprint, and world over map', async () => {
    const hearing = hear('/tf=tf2_msgs/msg/TFMessage@reliable', '/tf_static=tf2_msgs/msg/TFMessage@latched');
    const sim = ['-p', 'simulation.camera:=false', '-p', 'simulation.perfectLocalizer:=true'];
    await startNode(['simulator', '--ros-args', ...sim]);
    await hearing.count(1);
    await hearing.until('both halves of the way', () =>
      ['map odom', 'odom base_footprint'].every((way) => waysOn(hearing, '/tf').has(way)),
    );
    assert.ok(waysOn(hearing, '/tf_static').has('world map'));
  });

  it('when two robots have namespaces, and remaps for what is global, then each drives in its own world and tree', async () => {
    const names = ['robot1', 'robot2'];
    const hearing = hear(
      ...names.flatMap((name) => [
        `/${name}/tf=tf2_msgs/msg/TFMessage@reliable`,
        `/${name}/tf_static=tf2_msgs/msg/TFMessage@latched`,
        `/${name}/cmd_vel=geometry_msgs/msg/TwistStamped@reliable`,
      ]),
      '/tf=tf2_msgs/msg/TFMessage@reliable',
    );
    const started = names.flatMap((name, index) => {
      const own = ['-r', `__ns:=/${name}`, '-r', '/tf:=tf', '-r', '/tf_static:=tf_static'];
      const ros = ['--ros-args', ...own, '-r', '/clock:=clock', '-p'];
      return [
        startNode(['simulator', '--seed', `${index + 1}`, ...ros, 'simulation.camera:=false']),
        startNode(['robot', ...ros, 'use_sim_time:=true']),
      ];
    });
    const nodes = await Promise.all(started);
    for (const name of names) {
      await hearing.until(`${name} drives`, () =>
        hearing
          .messages<TwistStamped>(`/${name}/cmd_vel`)
          .some(({ twist }) => moves({ speed: speedOf(twist) })),
      );
      await hearing.until(
        `${name} has a tree of its own`,
        () =>
          waysOn(hearing, `/${name}/tf`).has('odom base_footprint') &&
          waysOn(hearing, `/${name}/tf_static`).has('base_link laser'),
      );
    }
    assert.equal(hearing.on('/tf').length, 0);
    for (const { said } of nodes) assert.doesNotMatch(said(), /changes nothing|publishes .* too|time stands/);
  });
});

/** `parent child` of every transform. */
function waysOn(hearing: Hearing, topic: string): ReadonlySet<string> {
  const transforms = hearing.messages<TFMessage>(topic).flatMap((message) => message.transforms);
  return new Set(transforms.map(({ header, child_frame_id }) => `${header.frame_id} ${child_frame_id}`));
}

function round(value: number): number {
  return Math.round(value * 100);
}
