// A node's session when what drives fails: whoever hears it is told to stop, and it is tried again.
import assert from 'node:assert/strict';
import type { Fault } from '../../fault/fault.js';
import { toTime } from '../../message/time.js';
import { openSystemClock } from '../../runtime/clock.js';
import type { RosNode } from '../../runtime/ros/node.js';
import type { Stage } from '../../runtime/stage.js';
import { Tally } from '../../runtime/tally.js';
import { Hub, openInProcess } from '../../runtime/transport/in-process.js';
import { Session, type SessionSetup } from './session.js';

const GOOD_TICKS = 3;

describe('a session whose guard fails', () => {
  it('when it fails five times in a row, then the last command is to stand, and the diagnostics say why', async () => {
    const hub = new Hub();
    const transport = openInProcess({ hub, namespace: '', onFault: assert.fail });
    const speeds: number[] = [];
    const said: string[] = [];
    transport.subscribe('cmd_vel', (envelope) => {
      if (envelope.topic === 'cmd_vel') speeds.push(envelope.message.twist.linear.x);
    });
    const diagnosed = new Promise<void>((resolve) =>
      transport.subscribe('/diagnostics', (envelope) => {
        if (envelope.topic !== '/diagnostics') return;
        for (const { name, message, level } of envelope.message.status)
          if (name === '/guard: stage guard' && level === 2) said.push(message);
        if (said.length > 0) resolve();
      }),
    );
    const faults: Fault[] = [];
    const session = new Session(
      setupOn(transport, (fault) => faults.push(fault)),
      { sources: [], stages: [failingGuard()], listeners: [] },
      new Tally(),
    );
    session.activate();
    await diagnosed;
    assert.deepEqual(speeds, [0.3, 0.3, 0.3, 0]);
    assert.equal(faults.length, 5);
    assert.match(said[0]!, /left alone/);
    await session.close();
    await transport.close();
  });
});

/** Drives for a while, then only throws. */
function failingGuard(): Stage {
  let ticks = 0;
  return {
    name: 'guard',
    reads: [],
    writes: ['cmd_vel'],
    periodMs: 10,
    take: () => undefined,
    tick(now, emit) {
      if (ticks++ >= GOOD_TICKS) throw new Error('broken');
      const still = { x: 0, y: 0, z: 0 };
      const header = { stamp: toTime(now), frame_id: 'base_link' };
      emit('cmd_vel', { header, twist: { linear: { x: 0.3, y: 0, z: 0 }, angular: still } });
    },
  };
}

/** What a session needs of a node, without rcl. */
function setupOn(transport: ReturnType<typeof openInProcess>, onFault: (fault: Fault) => void): SessionSetup {
  const node = {
    fullName: '/guard',
    clock: openSystemClock(),
    open: true,
    timeStarted: () => Promise.resolve(),
  } as unknown as RosNode;
  return {
    node,
    transport: { ...transport, announce: () => undefined },
    kind: { does: '', stages: ['guard'] },
    sections: {},
    settings: {} as never,
    place: () => assert.fail(),
    seed: 1,
    startedAt: '',
    opened: 0,
    onFault,
  };
}
