// Managed nodes, driven by an rclpy client: every transition, every refusal, and what each state lets through.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { states, transitions, type PrimaryState } from '../../runtime/ros/lifecycle-table.js';
import { Commands } from './testing/commands.js';
import { hear } from './testing/hearing.js';
import { LONGEST_MS } from './testing/news.js';
import { askClient, endAll, nowS, startNode, startPeer, startProgram } from './testing/processes.js';

interface Story {
  readonly story: readonly {
    readonly step?: string;
    readonly success?: boolean | null;
    readonly state: PrimaryState;
    readonly open: readonly (readonly [id: number, label: string, from: string, to: string])[];
  }[];
  readonly events: readonly (readonly [number, string, string])[];
  readonly states: readonly (readonly [number, string])[];
  readonly graph: readonly unknown[];
}

const managed = ['--ros-args', '-p', 'managed:=true'];
/** Every state, with all that may be asked for there: first what is refused, then one way on. */
const everyWay = ['configure', 'activate', 'deactivate', 'cleanup', 'configure', 'activate', 'shutdown'];

/** In so long a robot that drives says twenty commands. */
const SILENT_MS = 1000;

describe('managed nodes', function () {
  this.timeout(LONGEST_MS);

  afterEach(endAll);

  it('when every transition is asked for in every state, then exactly the legal ones are made and the node lives', async () => {
    const { child } = await startNode(['lidar_obstacles', ...managed]);
    const asked = everyWay.flatMap((step) => [...illegalBefore(step), step]);
    const {
      story,
      events,
      states: told,
      graph,
    } = await askClient<Story>('transit', 'lidar_obstacles', ...asked);
    let state: PrimaryState = story[0]!.state;
    assert.equal(state, 'unconfigured');
    for (const { step, success, state: after, open } of story.slice(1)) {
      const legal = transitions.find(
        ({ id, label, from }) => from === state && (label === step || `${id}` === step),
      );
      assert.equal(success, legal !== undefined, `${step} from ${state}`);
      state = legal?.to ?? state;
      assert.equal(after, state);
      const ways = transitions
        .filter(({ from }) => from === state)
        .map(({ id, label, via }) => [id, label, state, via]);
      assert.deepEqual(open, ways);
    }
    assert.equal(state, 'finalized');
    assert.equal(child.exitCode, null);
    assert.deepEqual(
      told,
      Object.entries(states).map(([label, id]) => [id, label]),
    );
    assert.ok(graph.length > 20);
    assert.deepEqual(events.slice(0, 4), [
      [1, 'unconfigured', 'configuring'],
      [10, 'configuring', 'inactive'],
      [3, 'inactive', 'activating'],
      [30, 'activating', 'active'],
    ]);
  });

  it('when a node is inactive, then it says nothing; active it does; deactivated it stops the robot first', async () => {
    startPeer('sense', '', '10');
    const commands = new Commands();
    await startNode(['robot', ...managed]);
    await askClient('transit', 'robot', 'configure');
    await commands.found();
    await sleep(SILENT_MS);
    const wokenS = nowS();
    await askClient('transit', 'robot', 'activate');
    await commands.untilDriving(wokenS);
    await askClient('transit', 'robot', 'deactivate');
    const silentS = nowS();
    await sleep(SILENT_MS);
    const wokenAgainS = nowS();
    await askClient('transit', 'robot', 'activate');
    await commands.untilDriving(wokenAgainS);
    const before = commands.all.filter(({ stampS }) => stampS < wokenAgainS);
    assert.deepEqual(
      before.filter(({ stampS }) => stampS < wokenS || stampS > silentS),
      [],
      'inactive it says nothing',
    );
    assert.equal(before.at(-1)!.speed, 0);
  });

  it('when what it shall load is not there, then configuring fails, says why, and works once it is set right', async () => {
    const node = await startNode(['camera', ...managed, '-p', 'camera.source:=nowhere']);
    const { story } = await askClient<Story>('transit', 'camera', 'configure');
    assert.deepEqual([story[1]!.success, story[1]!.state], [false, 'unconfigured']);
    await node.says('nowhere');
    await askClient('set', 'camera', 'camera.source', "'docs/pictures/camera-office.jpg'");
    const again = await askClient<Story>('transit', 'camera', 'configure', 'activate');
    assert.equal(again.story.at(-1)!.state, 'active');
    await hear('camera/camera_info=sensor_msgs/msg/CameraInfo').count(10);
  });

  it('when it manages itself and cannot configure, then it says why and ends', async () => {
    const { child, said } = startProgram(['camera', '--ros-args', '-p', 'camera.source:=nowhere']);
    await once(child, 'close');
    assert.equal(child.exitCode, 3);
    assert.match(said(), /nowhere/);
  });
});

/** By name and by number, all that may not be asked for where this step begins, and numbers that nobody has. */
function illegalBefore(step: string): string[] {
  const from = transitions.find(({ label }) => label === step)!.from;
  const state = step === 'shutdown' ? 'active' : from;
  const legal = transitions.filter((each) => each.from === state);
  const labels = ['configure', 'cleanup', 'activate', 'deactivate'].filter(
    (label) => !legal.some((each) => each.label === label),
  );
  const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 99].filter((id) => !legal.some((each) => each.id === id));
  return [...labels, ...numbers.map(String)];
}
