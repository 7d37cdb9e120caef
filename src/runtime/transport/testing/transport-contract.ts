// The contract every transport passes: what transport.ts promises, one test each.
import assert from 'node:assert/strict';
import type { Fault } from '../../../fault/fault.js';
import { msToNs } from '../../../message/time.js';
import { createEnvelope } from '../../envelope.js';
import type { Envelope } from '../../stage.js';
import type { Transport, TransportOptions } from '../transport.js';
import { imuMessage } from '../../testing/robot.js';

/** Opens a transport; all that are opened between two calls of `fresh` hear each other. */
export interface TransportUnderTest {
  readonly fresh: () => void | Promise<void>;
  readonly open: (options: TransportOptions) => Transport | Promise<Transport>;
  /** Waits until all that hear each other have found each other, and everything published has arrived. */
  readonly settle: () => Promise<void>;
}

export function describeTransport(kind: string, { fresh, open, settle }: TransportUnderTest): void {
  describe(`the ${kind} transport`, () => {
    const opened: Transport[] = [];
    const faults: Fault[] = [];
    const join = async (namespace = 'robot'): Promise<Transport> => {
      const transport = await open({ namespace, onFault: (fault) => faults.push(fault) });
      opened.push(transport);
      return transport;
    };

    beforeEach(fresh);
    afterEach(async () => {
      for (const transport of opened.splice(0)) await transport.close();
      faults.length = 0;
    });

    it('when messages are published, then others and the publisher hear them, equal and in order', async () => {
      const [a, b] = [await join(), await join()];
      const heard: Record<string, Envelope[]> = { a: [], b: [] };
      a.subscribe('imu', (envelope) => heard['a']!.push(envelope));
      b.subscribe('imu', (envelope) => heard['b']!.push(envelope));
      await settle();
      for (let i = 0; i < 5; i++) a.publish(imu(i));
      await settle();
      for (const envelopes of [heard['a']!, heard['b']!]) {
        assert.deepEqual(
          envelopes.map(({ stamp }) => stamp),
          [0, 1, 2, 3, 4].map((i) => msToNs(i)),
        );
        assert.deepEqual(envelopes[2]?.message, imuMessage(msToNs(2)));
        assert.deepEqual([...envelopes[2].bytes()], [...imu(2).bytes()]);
      }
    });

    it('when something is published, then nobody hears of it before publish has returned', async () => {
      const a = await join();
      let heard = false;
      a.subscribe('imu', () => (heard = true));
      a.publish(imu(0));
      assert.equal(heard, false);
      await settle();
      assert.equal(heard, true);
    });

    it('when a topic is latched, then a late subscriber hears the newest; of others it hears only what is new', async () => {
      const [a, b] = [await join(), await join()];
      a.publish(tfStatic('old'));
      a.publish(tfStatic('new'));
      a.publish(imu(0));
      await settle();
      const frames: string[] = [];
      let imus = 0;
      b.subscribe('/tf_static', ({ message }) => frames.push(childOf(message)));
      b.subscribe('imu', () => (imus += 1));
      await settle();
      assert.deepEqual([frames, imus], [['new'], 0]);
    });

    it('when namespaces differ, then relative names are apart and global ones are shared', async () => {
      const [a, b] = [await join('one'), await join('two')];
      const heard: string[] = [];
      b.subscribe('imu', ({ topic }) => heard.push(topic));
      b.subscribe('/tf_static', ({ topic }) => heard.push(topic));
      await settle();
      a.publish(imu(0));
      a.publish(tfStatic('x'));
      await settle();
      assert.deepEqual(heard, ['/tf_static']);
    });

    it('when a receiver throws, then that is reported and the others still hear', async () => {
      const a = await join();
      let heard = 0;
      a.subscribe('imu', () => assert.fail('broken'));
      a.subscribe('imu', () => (heard += 1));
      a.publish(imu(0));
      a.publish(imu(1));
      await settle();
      assert.deepEqual([heard, faults.map(({ code }) => code)], [2, Array(2).fill('runtime/stage-failed')]);
    });

    it('when a subscription is ended, then it hears nothing more, not even what was under way', async () => {
      const a = await join();
      let heard = 0;
      const end = a.subscribe('imu', () => (heard += 1));
      a.publish(imu(0));
      end();
      end();
      a.publish(imu(1));
      await settle();
      assert.equal(heard, 0);
    });

    it('when closed, then it hears nothing more and refuses to publish; closing again does no harm', async () => {
      const [a, b] = [await join(), await join()];
      let heard = 0;
      b.subscribe('imu', () => (heard += 1));
      await settle();
      await b.close();
      await b.close();
      a.publish(imu(0));
      await settle();
      assert.equal(heard, 0);
      assert.throws(() => b.publish(imu(0)), { code: 'runtime/closed' });
      assert.throws(() => b.subscribe('imu', () => undefined), { code: 'runtime/closed' });
    });
  });
}

function imu(ms: number): Envelope {
  return createEnvelope('imu', imuMessage(msToNs(ms)), msToNs(ms), ms);
}

function tfStatic(child: string): Envelope {
  const header = { stamp: { sec: 0, nanosec: 0 }, frame_id: 'base' };
  const transform = { translation: { x: 0, y: 0, z: 0 }, rotation: { x: 0, y: 0, z: 0, w: 1 } };
  return createEnvelope('/tf_static', { transforms: [{ header, child_frame_id: child, transform }] }, 0n, 0);
}

function childOf(message: Envelope['message']): string {
  return 'transforms' in message ? (message.transforms[0]?.child_frame_id ?? '') : '';
}
