// The guard on the bench: every doubt means stop, every rule takes away what it should and no more.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ObstacleArray } from '../message/messages.js';
import { msToNs, toTime } from '../message/time.js';
import { guardConfig } from './guard-config.js';
import { Guarded, type Feed } from './testing/guarded.js';

const cruise = { linear: 0.25, angular: 0.2 } as const;

/** A wall across the robot's way, so many metres ahead (behind if negative). */
function wallAt(x: number): (bearing: number) => number {
  return (bearing) => {
    const along = Math.cos(bearing) * Math.sign(x);
    return along > 0.3 ? Math.abs(x) / along : Infinity;
  };
}

/** A range in a sector about a bearing, free elsewhere. */
function sector(centre: number, half: number, range: number): (bearing: number) => number {
  return (bearing) => {
    const apart = Math.abs(Math.atan2(Math.sin(bearing - centre), Math.cos(bearing - centre)));
    return apart <= half ? range : Infinity;
  };
}

describe('the guard with sound sources', () => {
  it('when the way is clear, then the command passes within the acceleration limits', () => {
    const guarded = new Guarded().run(cruise, 6);
    const first = guarded.linear;
    assert.ok(first > 0 && first <= 0.8 * 0.05 + 1e-9, `${first} m/s after one period`);
    guarded.run(cruise, 20);
    assert.deepEqual([guarded.linear, guarded.angular], [0.25, 0.2]);
    assert.deepEqual([guarded.state?.action, guarded.state?.cause], [0, 'clear']);
  });

  it('when the command is faster than the robot may be, then it is limited and the limit is named', () => {
    const guarded = new Guarded().run({ linear: 3, angular: -9 }, 40);
    assert.deepEqual([guarded.linear, guarded.angular], [0.3, -2]);
    assert.deepEqual([guarded.state?.action, guarded.state?.zone], [4, 'speed']);
  });
});

describe('the guard in doubt', () => {
  // Late, early, duplicate, stale, future and missing inputs: what is fed after a sound start, and what must come of it.
  const table: readonly {
    readonly when: string;
    readonly feed: Feed;
    readonly cause: string;
    readonly what: RegExp;
  }[] = [
    { when: 'the scan is missing', feed: { without: ['scan'] }, cause: 'stale', what: /scan is \d+ ms old/ },
    { when: 'the scan is late', feed: { scanStampMs: -301 }, cause: 'stale', what: /scan is/ },
    { when: 'scans come from the future', feed: { scanStampMs: 400 }, cause: 'stale', what: /scan is/ },
    { when: 'no transform comes', feed: { without: ['/tf'] }, cause: 'stale', what: /scan is .*transform/i },
    { when: 'the odometry is missing', feed: { without: ['odom'] }, cause: 'stale', what: /odom is/ },
    {
      when: 'the odometry is stamped by another clock',
      feed: { odomStampMs: -1.7e12 },
      cause: 'stale',
      what: /odom is stamped 1700000000 s before the guard's clock/,
    },
    { when: 'the odometry is late', feed: { odomStampMs: -201 }, cause: 'stale', what: /odom is 201 ms old/ },
    {
      when: 'the odometry is ahead',
      feed: { odomStampMs: 201 },
      cause: 'stale',
      what: /201 ms in the future/,
    },
    { when: 'the odometry is not finite', feed: { odomLinear: NaN }, cause: 'invalid', what: /odom/ },
    { when: 'the bumper is missing', feed: { without: ['bumper'] }, cause: 'stale', what: /bumper/ },
    {
      when: 'the command falls silent',
      feed: { without: ['cmd_vel_raw'] },
      cause: 'silent',
      what: /\d+ ms old/,
    },
    { when: 'the command is old', feed: { commandStampMs: -301 }, cause: 'silent', what: /301 ms old/ },
    { when: 'the command is ahead', feed: { commandStampMs: 301 }, cause: 'silent', what: /future/ },
    { when: 'the command is NaN', feed: { linear: NaN }, cause: 'invalid', what: /command/ },
    { when: 'the command is infinite', feed: { angular: Infinity }, cause: 'invalid', what: /command/ },
  ];
  for (const { when, feed, cause, what } of table) {
    it(`when ${when}, then the robot stops, says so, and starts again after`, () => {
      const guarded = new Guarded().run(cruise, 20);
      assert.equal(guarded.linear, 0.25);
      guarded.run({ ...cruise, ...feed }, 14);
      assert.deepEqual([guarded.linear, guarded.angular], [0, 0]);
      assert.deepEqual([guarded.state?.action, guarded.state?.cause], [1, cause]);
      assert.match(guarded.state?.what ?? '', what);
      guarded.run(cruise, 30);
      assert.equal(guarded.linear, 0.25);
    });
  }

  it('when the scan stops coming, then the wheels stand within the limit and the braking time', () => {
    const guarded = new Guarded().run(cruise, 20);
    guarded.run({ ...cruise, without: ['scan'] }, 6);
    assert.equal(guarded.state?.cause, 'clear');
    guarded.run({ ...cruise, without: ['scan'] }, 4);
    assert.equal(guarded.linear, 0);
  });

  it('when messages are repeated, or an older scan comes after, then nothing changes', () => {
    const guarded = new Guarded().run(cruise, 20);
    const state = guarded.state;
    for (let k = 0; k < 20; k++) guarded.run({ ...cruise, scanStampMs: k % 2 === 0 ? 0 : -120 }, 1);
    assert.equal(guarded.linear, 0.25);
    assert.equal(guarded.state?.cause, state?.cause);
  });

  it('when nothing has come at all, then it says zeros from the first tick', () => {
    const guarded = new Guarded().run({ without: ['scan', 'odom', 'bumper', '/tf', 'cmd_vel_raw'] }, 3);
    assert.deepEqual([guarded.linear, guarded.angular, guarded.state?.action], [0, 0, 1]);
    assert.match(guarded.state?.what ?? '', /scan is missing/);
  });

  it('when the emergency stop is pressed, then it stops until it is reset', () => {
    const guarded = new Guarded().run(cruise, 20);
    guarded.stage.emergencyStop();
    guarded.run(cruise, 10);
    assert.deepEqual([guarded.linear, guarded.state?.cause], [0, 'estop']);
    guarded.stage.reset();
    assert.equal(guarded.run(cruise, 20).linear, 0.25);
  });
});

describe('the guard near obstacles', () => {
  it('when a wall is ahead, then the speed leaves at least the time to collision, and it stops before the wall', () => {
    for (const x of [0.5, 0.4, 0.3, 0.25, 0.2, 0.15]) {
      const guarded = new Guarded().run({ linear: 0.3, range: wallAt(x) }, 30);
      assert.ok(guarded.linear <= (x - 0.13) / 1 + 1e-6, `${guarded.linear} m/s at ${x} m`);
    }
    const blocked = new Guarded().run({ linear: 0.3, angular: 1, range: wallAt(0.12) }, 30);
    assert.deepEqual([blocked.linear, blocked.angular], [0, 1]);
    assert.equal(blocked.state?.action, 1);
  });

  it('when a wall is ahead, then backing away from it is allowed, slowly, and turning on the spot at full speed', () => {
    const backing = new Guarded().run({ linear: -0.2, range: wallAt(0.12) }, 30);
    assert.equal(backing.linear, -0.07);
    assert.equal(backing.state?.action, 2);
    assert.equal(new Guarded().run({ angular: 1.5, range: wallAt(0.12) }, 30).angular, 1.5);
  });

  it('when something is beside or behind, then driving past or away is not hindered', () => {
    const beside = (bearing: number): number =>
      Math.abs(Math.sin(bearing)) > 0.5 ? 0.2 / Math.abs(Math.sin(bearing)) : 3;
    assert.equal(new Guarded().run({ linear: 0.25, range: beside }, 30).linear, 0.25);
    assert.equal(new Guarded().run({ linear: 0.25, range: wallAt(-0.3) }, 30).linear, 0.25);
  });

  it('when it would meet something only by turning into it, then the arc is judged and not the heading', () => {
    const left = sector(1.2, 0.1, 0.22);
    assert.equal(new Guarded().run({ linear: 0.25, range: left }, 30).linear, 0.25);
    assert.ok(new Guarded().run({ linear: 0.25, angular: 1.5, range: left }, 30).linear < 0.12);
  });

  it('when beams are -Inf, then there is an obstacle at range_min; when they are +Inf, then there is none', () => {
    assert.equal(new Guarded().run({ linear: 0.25, range: sector(0, 0.2, -Infinity) }, 30).linear, 0);
    assert.equal(new Guarded().run({ linear: 0.25, range: () => Infinity }, 30).linear, 0.25);
  });

  it('when most beams ahead say nothing, then it does not drive there, but it may turn and drive elsewhere', () => {
    for (const nothing of [NaN, 0, 9]) {
      const range = sector(0, 0.6, nothing);
      const ahead = new Guarded().run({ ...cruise, range }, 30);
      assert.deepEqual([ahead.linear, ahead.angular, ahead.state?.cause], [0, 0.2, 'invalid']);
      assert.match(ahead.state?.what ?? '', /100 % of the beams ahead say nothing/);
      assert.ok(new Guarded().run({ linear: -0.2, range }, 30).linear < 0);
    }
    assert.equal(new Guarded().run({ linear: 0.25, range: sector(0, 0.1, NaN) }, 30).linear, 0.25);
  });

  it('when the bumper is touched, then nothing is pushed, and backing away is slow', () => {
    const ahead = [0.1, 0.02] as const;
    assert.equal(new Guarded().run({ linear: 0.25, contact: ahead }, 30).linear, 0);
    assert.equal(new Guarded().run({ linear: 0.25, contact: ahead }, 30).state?.cause, 'bumper');
    assert.equal(new Guarded().run({ linear: -0.25, contact: ahead }, 30).linear, -0.07);
    assert.equal(new Guarded().run({ linear: -0.25, contact: [-0.1, 0] }, 30).linear, 0);
    assert.equal(new Guarded().run({ linear: 0.25, contact: [NaN, NaN] }, 30).linear, 0);
  });

  it('when the camera sees what the LIDAR does not, then it counts while it is fresh', () => {
    const seen = (ms: number): ObstacleArray => ({
      header: { stamp: toTime(msToNs(ms)), frame_id: 'base_link' },
      obstacles: [
        {
          id: 1,
          class_id: 'shoe',
          score: 0.9,
          position: { x: 0.2, y: 0, z: 0.04 },
          size: { x: 0.1, y: 0.1, z: 0.08 },
          yaw: 0,
          velocity: { x: 0, y: 0, z: 0 },
          sources: 2,
        },
      ],
    });
    const guarded = new Guarded().run(cruise, 20);
    guarded.send('obstacles', seen(guarded.nowMs));
    assert.ok(guarded.run({ linear: 0.25 }, 8).linear < 0.05);
    assert.equal(guarded.state?.what, 'shoe');
    assert.ok(Math.abs(guarded.stage.view().reason.at!.x - 0.15) < 0.02);
    assert.equal(guarded.run({ linear: 0.25 }, 20).linear, 0.25);
  });

  it('when the camera is required and falls silent, then the robot stops', () => {
    const list = (ms: number) => ({
      header: { stamp: toTime(msToNs(ms)), frame_id: 'odom' },
      obstacles: [],
    });
    const guarded = new Guarded({ required: ['scan', 'odom', 'bumper', 'obstacles'] }).run(cruise, 20);
    assert.deepEqual([guarded.linear, guarded.state?.what], [0, 'obstacles is missing']);
    for (let k = 0; k < 20; k++) {
      guarded.send('obstacles', list(guarded.nowMs - 150));
      guarded.run(cruise, 1);
    }
    assert.equal(guarded.linear, 0.25);
    guarded.run(cruise, 20);
    assert.deepEqual([guarded.linear, guarded.state?.cause], [0, 'stale']);
  });

  it('when a long thing lies across, then only its own outline counts, not the box around it', () => {
    const lying = (yaw: number): ObstacleArray => ({
      header: { stamp: toTime(msToNs(1000)), frame_id: 'base_link' },
      obstacles: [
        {
          id: 1,
          class_id: '',
          score: 0.9,
          position: { x: 0.3, y: 0.3, z: 0.04 },
          size: { x: 0.6, y: 0.06, z: 0.08 },
          yaw,
          velocity: { x: 0, y: 0, z: 0 },
          sources: 2,
        },
      ],
    });
    const speedBeside = (yaw: number): number => {
      const guarded = new Guarded().run(cruise, 20);
      guarded.send('obstacles', lying(yaw));
      return guarded.run({ linear: 0.25 }, 8).linear;
    };
    assert.equal(speedBeside(0), 0.25);
    assert.ok(speedBeside(Math.PI / 2) < 0.2);
  });

  it('when a zone of the configuration is entered, then it stops or slows and is named', () => {
    const zones = guardConfig.parse({
      zones: [
        {
          name: 'front',
          action: 'stop',
          minPoints: 4,
          shape: {
            kind: 'polygon',
            pointsM: [
              [0, -0.3],
              [1, -0.3],
              [1, 0.3],
              [0, 0.3],
            ],
          },
        },
        { name: 'near', action: 'slow', speedMps: 0.1, shape: { kind: 'circle', radiusM: 1.5 } },
      ],
    }).zones;
    const stopped = new Guarded({ zones }).run({ linear: 0.25, range: wallAt(0.9) }, 30);
    assert.deepEqual([stopped.linear, stopped.state?.zone], [0, 'front']);
    const slowed = new Guarded({ zones }).run({ linear: 0.25, range: wallAt(1.2) }, 30);
    assert.deepEqual([slowed.linear, slowed.state?.zone, slowed.state?.action], [0.1, 'near', 2]);
    const few = new Guarded({ zones }).run({ linear: 0.25, range: sector(0, 0.01, 0.9) }, 30);
    assert.equal(few.state?.zone, 'near');
    assert.deepEqual(
      new Guarded({ zones }).stage.view().zones.map(({ name, outline }) => [name, outline.length]),
      [
        ['front', 4],
        ['near', 48],
      ],
    );
  });
});

describe('the guard and any numbers', () => {
  it('when scans and commands are any floats, then it lets only finite speeds within its limits through', () => {
    const any = fc.oneof(fc.double(), fc.float(), fc.double({ min: -1, max: 1 }));
    fc.assert(
      fc.property(
        any,
        any,
        fc.array(fc.float(), { minLength: 1, maxLength: 30 }),
        (linear, angular, ranges) => {
          const range = (bearing: number): number => ranges[Math.floor((bearing + 4) * 5) % ranges.length]!;
          const guarded = new Guarded().run({ linear, angular, range }, 12);
          assert.ok(Math.abs(guarded.linear) <= 0.3 && Math.abs(guarded.angular) <= 2);
        },
      ),
      { numRuns: 60 },
    );
  });
});
