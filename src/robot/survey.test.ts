// What the survey adds up, and what it must not count.
import assert from 'node:assert/strict';
import type { MessageOf, TopicName } from '../message/topics.js';
import { emptyMessage } from '../message/sample.js';
import { topics } from '../message/topics.js';
import { detection } from '../perception/fuse/testing/fused.js';
import type { Envelope } from '../runtime/stage.js';
import { Survey } from './survey.js';

function envelope<T extends TopicName>(topic: T, change: (message: MessageOf<T>) => void, ms = 0): Envelope {
  const message = emptyMessage(topics[topic].type) as MessageOf<T>;
  change(message);
  const time = BigInt(ms) * 1_000_000n;
  return {
    topic,
    message,
    stamp: time,
    time,
    sequence: 0,
    bytes: () => new Uint8Array(),
  } as unknown as Envelope;
}

function pose(x: number, y: number, ms = 0): Envelope {
  return envelope('ground_truth/pose', (message) => Object.assign(message.pose.position, { x, y }), ms);
}

describe('survey', () => {
  it('when the robot drives a metre in small steps then distance and swept area add up', () => {
    const survey = new Survey();
    for (let i = 0; i <= 100; i++) survey.observe(pose(i / 100, 0, i * 20));
    assert.ok(Math.abs(survey.glance().distanceM - 1) < 1e-9);
    // A disc of 0.1 m radius sweeps 1 m x 0.2 m plus its two halves.
    assert.ok(Math.abs(survey.areaM2 - 0.23) < 0.05, `${survey.areaM2}`);
    assert.equal(survey.glance().seconds, 2);
  });

  it('when the pose jumps then the jump is not driving', () => {
    const survey = new Survey();
    for (const each of [pose(0, 0), pose(0.05, 0), pose(3, 3), pose(3.05, 3)]) survey.observe(each);
    assert.ok(Math.abs(survey.glance().distanceM - 0.1) < 1e-9);
  });

  it('when odometry and the true pose both come then only the true pose counts', () => {
    const survey = new Survey();
    const odom = (x: number): Envelope =>
      envelope('odom', (message) => {
        message.pose.pose.position.x = x;
        message.twist.twist.linear.x = 0.2;
      });
    for (const each of [odom(0), odom(0.1), pose(0, 0), odom(0.2), pose(0.05, 0)]) survey.observe(each);
    assert.ok(Math.abs(survey.glance().distanceM - 0.05) < 1e-9);
    assert.equal(survey.glance().speedMps, 0.2);
  });

  it('when detections come then the classes of the newest frame are what is seen', () => {
    const survey = new Survey();
    assert.equal(survey.glance().seen, undefined);
    const box = { left: 10, top: 10, right: 20, bottom: 20 };
    for (const classes of [['shoe'], ['chair', 'box']])
      survey.observe(
        envelope('detections', (message) => {
          message.detections = classes.map((name) => detection(name, box, message.header.stamp));
        }),
      );
    assert.deepEqual(survey.glance().seen, ['chair', 'box']);
  });

  it('when a scan holds NaN, infinities and a value below the minimum then the nearest is a real return', () => {
    const survey = new Survey();
    survey.observe(
      envelope('scan', (message) => {
        message.range_min = 0.12;
        message.range_max = 8;
        message.ranges = Float32Array.of(NaN, -Infinity, Infinity, 0.05, 2, 1.5, 9);
      }),
    );
    assert.equal(survey.glance().nearestM, 1.5);
  });
});
