// The transform buffer: lookups over the tree, its past and its edges, refusals, and waiting.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TFMessage, Transform, TransformStamped } from '../../message/messages.js';
import { msToNs, toTime } from '../../message/time.js';
import {
  compose,
  createTransform,
  interpolate,
  invert,
  quaternionFromRpy,
  quaternionFromYaw,
} from './rigid.js';
import { TransformBuffer } from './tf.js';
import { TransformWait } from './tf-wait.js';

function at(ms: number, parent: string, child: string, x = 0, yawRad = 0): TransformStamped {
  return {
    header: { stamp: toTime(msToNs(ms)), frame_id: parent },
    child_frame_id: child,
    transform: { translation: { x, y: 0, z: 0 }, rotation: quaternionFromYaw(yawRad) },
  };
}

function message(...transforms: TransformStamped[]): TFMessage {
  return { transforms };
}

/** odom → base (moving, x = seconds, one sample each 100 ms from 0 to 1000 ms) → laser and camera (fixed). */
function robot(): TransformBuffer {
  const buffer = new TransformBuffer();
  for (let ms = 0; ms <= 1000; ms += 100) buffer.insert(message(at(ms, 'odom', 'base', ms / 1000)), 'moving');
  buffer.insert(message(at(0, 'base', 'laser', 0.1), at(0, 'base', 'camera', 0.2, Math.PI / 2)), 'fixed');
  return buffer;
}

function near(actual: Transform, expected: Transform): void {
  const { translation: a, rotation: q } = actual;
  const { translation: b, rotation: r } = expected;
  assert.ok(Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z) < 1e-9, JSON.stringify([a, b]));
  assert.ok(
    Math.abs(Math.abs(q.x * r.x + q.y * r.y + q.z * r.z + q.w * r.w) - 1) < 1e-9,
    JSON.stringify([q, r]),
  );
}

describe('the transform buffer', () => {
  it('when a time lies between two samples, then the pose is interpolated', () => {
    const { translation } = robot().lookup('odom', 'laser', msToNs(250));
    assert.ok(Math.abs(translation.x - 0.35) < 1e-12);
  });

  it('when frames are siblings, then the way leads over their common ancestor and needs no moving frame', () => {
    const found = robot().lookup('camera', 'laser', msToNs(99_999));
    near(found, compose(invert(at(0, '', '', 0.2, Math.PI / 2).transform), at(0, '', '', 0.1).transform));
  });

  it('when names begin with a slash, as in ROS 1, then they mean the frames without it, wherever they come from', () => {
    const buffer = robot();
    buffer.insert(message(at(0, '/laser', '/mirror', 1)), 'fixed');
    near(buffer.lookup('odom', '/mirror', msToNs(250)), buffer.lookup('/odom', 'mirror', msToNs(250)));
    assert.equal(buffer.readiness('/odom', '/laser', msToNs(250)), 'ready');
    assert.throws(() => buffer.insert(message(at(0, '/laser', 'laser')), 'fixed'), { code: 'tf/invalid' });
    assert.throws(() => buffer.insert(message(at(0, 'base', '/mirror')), 'fixed'), { code: 'tf/invalid' });
  });

  it('when source and target are swapped, then the result is the inverse', () => {
    const buffer = robot();
    near(buffer.lookup('laser', 'odom', msToNs(730)), invert(buffer.lookup('odom', 'laser', msToNs(730))));
  });

  it('when source and target are one frame, then nothing moves', () => {
    near(robot().lookup('laser', 'laser', 0n), createTransform());
  });

  it('when a chain of frames is composed, then it equals the product of its edges', () => {
    const edge = fc.tuple(
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(edge, { minLength: 1, maxLength: 8 }), (edges) => {
        const buffer = new TransformBuffer();
        const stamped = edges.map(([x, yaw], i) => at(0, `f${i}`, `f${i + 1}`, x, yaw));
        buffer.insert(message(...[...stamped].reverse()), 'fixed');
        const product = stamped.reduce(
          (whole, { transform }) => compose(whole, transform),
          createTransform(),
        );
        near(buffer.lookup('f0', `f${edges.length}`, 5n), product);
      }),
    );
  });

  it('when samples arrive late, twice or out of order, then lookups are as if they had come in order', () => {
    const times = [0, 100, 200, 300, 400];
    fc.assert(
      fc.property(fc.shuffledSubarray([...times, ...times], { minLength: 10 }), (arrivals) => {
        const buffer = new TransformBuffer();
        for (const ms of arrivals)
          buffer.insert(message(at(ms, 'odom', 'base', ms / 100, ms / 1000)), 'moving');
        const before = at(100, '', '', 1, 0.1).transform;
        const after = at(200, '', '', 2, 0.2).transform;
        near(buffer.lookup('odom', 'base', msToNs(140)), interpolate(before, after, 0.4));
      }),
    );
  });

  it('when one stamp is far off, ahead or behind, then nothing is forgotten for it', () => {
    for (const strayMs of [1e9, -1e6]) {
      const buffer = robot();
      buffer.insert(message(at(strayMs, 'odom', 'base', 99)), 'moving');
      near(buffer.lookup('odom', 'base', msToNs(950)), at(0, '', '', 0.95).transform);
      buffer.insert(message(at(1100, 'odom', 'base', 1.1)), 'moving');
      near(buffer.lookup('odom', 'base', msToNs(1050)), at(0, '', '', 1.05).transform);
      assert.equal(buffer.newestCommonTime('odom', 'base'), msToNs(1100));
    }
  });

  it('when time is set, back as where a bag begins anew or ahead after a pause, then the second sample begins a new past', () => {
    for (const startMs of [-60_000, 60_000]) {
      const buffer = robot();
      buffer.insert(message(at(startMs, 'odom', 'base', 5)), 'moving');
      assert.notEqual(buffer.readiness('odom', 'base', msToNs(startMs)), 'ready');
      buffer.insert(message(at(startMs + 100, 'odom', 'base', 6)), 'moving');
      near(buffer.lookup('odom', 'base', msToNs(startMs + 50)), at(0, '', '', 5.5).transform);
      assert.notEqual(buffer.readiness('odom', 'base', msToNs(500)), 'ready');
    }
  });

  it('when the very first stamp was wrong, then the next two make up for it', () => {
    const buffer = new TransformBuffer();
    for (const ms of [1e9, 0, 100]) buffer.insert(message(at(ms, 'odom', 'base', ms / 1000)), 'moving');
    near(buffer.lookup('odom', 'base', msToNs(50)), at(0, '', '', 0.05).transform);
  });

  it('when nothing connects the frames, then the Fault says which is unknown or that trees are separate', () => {
    const buffer = robot();
    buffer.insert(message(at(0, 'map', 'charger')), 'fixed');
    assert.throws(() => buffer.lookup('odom', 'nose', 0n), { code: 'tf/missing', found: 'unknown: nose' });
    assert.throws(() => buffer.lookup('odom', 'charger', 0n), { code: 'tf/missing', found: /separate/ });
    assert.equal(buffer.readiness('odom', 'nose', 0n), 'missing');
  });

  it('when the time is outside what is kept, then the Fault says on which side and by how much', () => {
    const buffer = new TransformBuffer({ historyMs: 500 });
    for (let ms = 0; ms <= 1000; ms += 100) buffer.insert(message(at(ms, 'odom', 'base')), 'moving');
    assert.throws(() => buffer.lookup('odom', 'base', msToNs(400)), {
      code: 'tf/too-old',
      found: /0\.100 s/,
    });
    assert.throws(() => buffer.lookup('odom', 'base', msToNs(1250)), {
      code: 'tf/not-yet',
      found: /0\.250 s/,
    });
    assert.equal(buffer.readiness('odom', 'base', msToNs(400)), 'too-old');
    assert.equal(buffer.readiness('base', 'odom', msToNs(1250)), 'not-yet');
    assert.equal(buffer.readiness('odom', 'base', msToNs(500)), 'ready');
  });

  it('when asked for the newest common time, then it is that of the slowest moving frame between them', () => {
    const buffer = robot();
    buffer.insert(message(at(300, 'base', 'arm')), 'moving');
    assert.equal(buffer.newestCommonTime('odom', 'laser'), msToNs(1000));
    assert.equal(buffer.newestCommonTime('odom', 'arm'), msToNs(300));
    assert.equal(buffer.newestCommonTime('camera', 'laser'), undefined);
  });

  const broken: [string, (t: TransformStamped) => void][] = [
    ['NaN in the translation', (t) => (t.transform.translation.y = NaN)],
    ['an infinite translation', (t) => (t.transform.translation.x = -Infinity)],
    ['NaN in the rotation', (t) => (t.transform.rotation.w = NaN)],
    ['a quaternion of zeros', (t) => Object.assign(t.transform.rotation, { x: 0, y: 0, z: 0, w: 0 })],
    ['a quaternion of length 1.1', (t) => Object.assign(t.transform.rotation, { x: 0, y: 0, z: 0, w: 1.1 })],
    ['no child name', (t) => (t.child_frame_id = '')],
    ['no parent name', (t) => (t.header.frame_id = '')],
    ['itself as parent', (t) => (t.child_frame_id = t.header.frame_id)],
    ['a second parent', (t) => Object.assign(t, { child_frame_id: 'laser' })],
    [
      'a loop',
      (t) => Object.assign(t, { child_frame_id: 'odom', header: { ...t.header, frame_id: 'laser' } }),
    ],
    [
      'a fixed frame that moves',
      (t) => Object.assign(t, { child_frame_id: 'laser', header: { ...t.header, frame_id: 'base' } }),
    ],
  ];
  for (const [what, breakIt] of broken) {
    it(`when a transform has ${what}, then it is refused and everything else is kept`, () => {
      const buffer = robot();
      const bad = at(1100, 'odom', 'new');
      breakIt(bad);
      const batch = message(bad, at(1100, 'odom', 'base', 1.1));
      assert.throws(() => buffer.insert(batch, 'moving'), { code: 'tf/invalid' });
      assert.ok(Math.abs(buffer.lookup('odom', 'laser', msToNs(1100)).translation.x - 1.2) < 1e-12);
    });
  }

  it('when a quaternion is only nearly of unit length, then it is normalised, and the message stays as it was', () => {
    const buffer = new TransformBuffer();
    const nearly = at(0, 'a', 'b');
    nearly.transform.rotation.w = 1.005;
    buffer.insert(message(nearly), 'fixed');
    assert.equal(buffer.lookup('a', 'b', 0n).rotation.w, 1);
    assert.equal(nearly.transform.rotation.w, 1.005);
  });

  it('when somebody sends frames without end, then the buffer refuses them', () => {
    const buffer = new TransformBuffer();
    const many = Array.from({ length: 1001 }, (_, i) => at(0, 'root', `f${i}`));
    assert.throws(() => buffer.insert(message(...many), 'moving'), { code: 'tf/invalid' });
  });

  it('when the caller gives the object to write to, then the result is in it', () => {
    const out = createTransform();
    out.rotation = quaternionFromRpy(1, 2, 3);
    assert.equal(robot().lookupInto(out, 'odom', 'laser', msToNs(500)), out);
    assert.ok(Math.abs(out.translation.x - 0.6) < 1e-12);
  });
});

describe('waiting for a transform', () => {
  function waiting(buffer: TransformBuffer, ceiling?: number) {
    const log: string[] = [];
    const wait = new TransformWait<string>({
      buffer,
      timeoutMs: 100,
      ...(ceiling === undefined ? {} : { ceiling }),
      onReady: (item) => log.push(`${item} ready`),
      onGivenUp: (item, { code }) => log.push(`${item} ${code}`),
    });
    const want = (item: string, ms: number, now = ms) =>
      wait.waitFor(item, { target: 'odom', source: 'laser', time: msToNs(ms) }, msToNs(now));
    return { log, wait, want };
  }

  it('when the transform is there, then the item goes on at once', () => {
    const { log, want } = waiting(robot());
    want('a', 1000);
    assert.deepEqual(log, ['a ready']);
  });

  it('when the transform comes in time, then items go on in their order', () => {
    const buffer = robot();
    const { log, want, wait } = waiting(buffer);
    want('a', 1010);
    want('b', 1030);
    assert.deepEqual(log, []);
    buffer.insert(message(at(1040, 'odom', 'base')), 'moving');
    wait.check(msToNs(1040));
    assert.deepEqual(log, ['a ready', 'b ready']);
    assert.equal(wait.size, 0);
  });

  it('when it does not come in time, then the Fault says what is missing', () => {
    const { log, want, wait } = waiting(robot());
    want('a', 1010);
    wait.check(msToNs(1109));
    assert.deepEqual(log, []);
    wait.check(msToNs(1110));
    assert.deepEqual(log, ['a tf/not-yet']);
  });

  it('when it can never come, then nobody waits', () => {
    const { log, want } = waiting(robot());
    want('a', -5, 1000);
    assert.deepEqual(log, ['a tf/too-old']);
  });

  it('when too many wait, then the oldest is given up', () => {
    const { log, want, wait } = waiting(robot(), 2);
    for (const [i, name] of ['a', 'b', 'c'].entries()) want(name, 1010 + i);
    assert.deepEqual(log, ['a tf/not-yet']);
    assert.equal(wait.size, 2);
  });
});
