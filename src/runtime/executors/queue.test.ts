// The inbox: what each policy keeps, and the order across topics.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TopicName } from '../../message/topics.js';
import { createEnvelope } from '../envelope.js';
import { Inbox, LOSSLESS_CEILING } from './queue.js';
import type { Envelope } from '../stage.js';
import { imuMessage } from '../testing/robot.js';

function envelope(topic: TopicName, sequence: number): Envelope {
  return createEnvelope(topic as 'imu', imuMessage(0n), 0n, sequence);
}

function drain(inbox: Inbox): string[] {
  const out: string[] = [];
  for (let next = inbox.shift(); next !== undefined; next = inbox.shift())
    out.push(`${next.topic}#${next.sequence}`);
  return out;
}

describe('an inbox', () => {
  it('when a latest topic gets more, then only the newest is left', () => {
    const inbox = new Inbox(['scan']);
    assert.deepEqual(
      [0, 1, 2].map((i) => inbox.push(envelope('scan', i))),
      ['kept', 'dropped', 'dropped'],
    );
    assert.deepEqual(drain(inbox), ['scan#2']);
  });

  it('when a sized queue is full, then its oldest goes', () => {
    const inbox = new Inbox(['camera/image_raw/compressed']);
    for (let i = 0; i < 6; i++) inbox.push(envelope('camera/image_raw/compressed', i));
    assert.deepEqual(
      drain(inbox).map((line) => line.split('#')[1]),
      ['2', '3', '4', '5'],
    );
  });

  it('when a policy is given, then it overrides the table', () => {
    const inbox = new Inbox(['scan'], 'lossless');
    for (let i = 0; i < 3; i++) assert.equal(inbox.push(envelope('scan', i)), 'kept');
    assert.equal(inbox.size, 3);
  });

  it('when a lossless queue reaches its ceiling, then it says that it lost something', () => {
    const inbox = new Inbox(['/tf']);
    const one = envelope('/tf', 0);
    for (let i = 0; i < LOSSLESS_CEILING; i++) inbox.push(one);
    assert.equal(inbox.push(one), 'overflowed');
    assert.equal(inbox.size, LOSSLESS_CEILING);
  });

  it('when two topics get newer ones each time before one message is taken, then both have their turn', () => {
    const inbox = new Inbox(['scan', 'odom']);
    const taken: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      inbox.push(envelope('scan', i));
      inbox.push(envelope('odom', i));
      taken.push(inbox.shift()?.topic);
    }
    assert.deepEqual(taken, ['scan', 'odom', 'scan', 'odom']);
  });

  it('when topics are mixed, then each message comes out in its turn or in that of what it replaced, and the size is right', () => {
    const topics = ['/tf', 'cmd_vel', 'scan'] as const;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...topics, 'shift' as const), { maxLength: 60 }), (acts) => {
        const inbox = new Inbox(topics);
        const model: Envelope[] = [];
        for (const [i, act] of acts.entries()) {
          if (act === 'shift') {
            assert.equal(inbox.shift(), model.shift());
          } else {
            const one = envelope(act, i);
            inbox.push(one);
            const replaced = act === 'scan' ? model.findIndex(({ topic }) => topic === 'scan') : -1;
            if (replaced < 0) model.push(one);
            else model[replaced] = one;
          }
          assert.equal(inbox.size, model.length);
        }
      }),
    );
  });
});
