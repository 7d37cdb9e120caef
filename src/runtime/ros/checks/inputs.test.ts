// The check of a node's inputs: what never comes, what falls silent, and where it may be instead.
import assert from 'node:assert/strict';
import type { TopicName } from '../../../message/topics.js';
import { bestEffort, createGraph, endpoint, reliable, type WrittenGraph } from '../testing/rcl-graph.js';
import type { Concern } from '../check.js';
import { InputCheck, type Need } from './inputs.js';

const SCAN = 'sensor_msgs/msg/LaserScan';
const TWIST = 'geometry_msgs/msg/TwistStamped';
const scan: Need = { topics: ['scan'], holds: true };
const command: Need = { topics: ['cmd_vel_raw'], holds: false };

/** A guard that looks once a second of its own time, and what it hears meanwhile. */
class Listening {
  needs: readonly Need[];
  graph: WrittenGraph = {};
  nowMs = 0;
  readonly heard = new Map<TopicName, number>();
  readonly check: InputCheck;

  constructor(...needs: readonly Need[]) {
    this.needs = needs;
    this.check = new InputCheck({
      node: '/guard',
      needs: () => this.needs,
      resolve: (topic) => `/${topic}`,
      heardOn: (topic) => this.heard.get(topic) ?? 0,
      nowMs: () => this.nowMs,
    });
  }

  hear(topic: TopicName): void {
    this.heard.set(topic, (this.heard.get(topic) ?? 0) + 1);
  }

  /** What it finds at the last of so many looks. */
  look(times: number, periodMs = 1000): readonly Concern[] {
    let found: readonly Concern[] = [];
    for (let time = 0; time < times; time++) {
      found = this.check.look(createGraph(this.graph));
      this.nowMs += periodMs;
    }
    return found;
  }
}

describe('the check of a node’s inputs', () => {
  it('when nobody publishes what it needs, then after five seconds that is an error where the robot is held without it', () => {
    const guard = new Listening(scan, command);
    assert.deepEqual(guard.look(5), []);
    const found = guard.look(1);
    assert.deepEqual(
      found.map(({ level, fault }) => [level, fault.what]),
      [
        [2, `Waiting for /scan (${SCAN}): no publisher.`],
        [1, `Waiting for /cmd_vel_raw (${TWIST}): no publisher.`],
      ],
    );
    assert.match(found[0]!.fault.next ?? '', /-r scan:=/);
  });

  it('when another topic is of the type, then that remap is the next step', () => {
    const guard = new Listening(scan);
    guard.graph = { publishers: { '/front/scan': [endpoint('/driver', SCAN)], '/scan': [] } };
    assert.match(guard.look(6)[0]!.fault.next ?? '', /-r scan:=\/front\/scan/);
  });

  it('when somebody publishes it and nothing arrives, then who is named, and the reason where QoS is one', () => {
    const guard = new Listening(scan);
    guard.graph = { publishers: { '/scan': [endpoint('/driver', SCAN)] } };
    assert.match(guard.look(6)[0]!.fault.what, /: \/driver has a publisher, nothing arrived\.$/);
    const deaf = new Listening(command);
    deaf.graph = {
      publishers: { '/cmd_vel_raw': [endpoint('/teleop', TWIST, bestEffort)] },
      subscribers: { '/cmd_vel_raw': [endpoint('/guard', TWIST, reliable)] },
    };
    assert.match(deaf.look(6)[0]!.fault.what, /: \/teleop offers best effort where reliable is asked for\.$/);
  });

  it('when it begins to arrive, then that is told; when it falls silent again, too', () => {
    const guard = new Listening(scan);
    guard.look(6);
    guard.hear('scan');
    assert.deepEqual(guard.look(1), []);
    assert.equal(guard.check.over('/scan'), '/scan arrives.');
    assert.match(guard.look(5)[0]!.fault.what, /^\/scan \(.*\) has fallen silent: no publisher\.$/);
  });

  it('when whoever commands stops commanding, then nothing is amiss', () => {
    const guard = new Listening(command);
    guard.look(1);
    guard.hear('cmd_vel_raw');
    assert.deepEqual(guard.look(20), []);
  });

  it('when any of several will do, then one of them is enough', () => {
    const detector = new Listening({
      topics: ['camera/image_raw', 'camera/image_raw/compressed'],
      holds: false,
    });
    detector.look(1);
    detector.hear('camera/image_raw/compressed');
    assert.deepEqual(detector.look(1), []);
    assert.equal(detector.look(5).length, 1);
  });

  it('when time stands still or is set, then nothing is missed for that', () => {
    const guard = new Listening(scan);
    assert.deepEqual(guard.look(20, 0), []);
    assert.deepEqual(guard.look(1), []);
    guard.nowMs += 1e12;
    assert.deepEqual(guard.look(1), []);
    guard.nowMs = 0;
    assert.deepEqual(guard.look(1), []);
  });

  it('when the node listens no more, then it misses nothing and nothing is said to arrive', () => {
    const guard = new Listening(scan);
    guard.look(6);
    guard.needs = [];
    assert.deepEqual(guard.look(1), []);
    assert.equal(guard.check.over('/scan'), undefined);
  });
});
