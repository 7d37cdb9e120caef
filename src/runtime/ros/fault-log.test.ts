// A node's log of faults: everything is said, nothing a thousand times.
import assert from 'node:assert/strict';
import { Fault } from '../../fault/fault.js';
import { FaultLog } from './fault-log.js';

describe('the log of faults', () => {
  it('when one fault comes a thousand times, then it is said at once and later with the count; others are said', () => {
    const said: string[] = [];
    let nowMs = 0;
    const log = new FaultLog((text) => said.push(text), { monotonicMs: () => nowMs });
    const garbage = new Fault('message/undecodable', { what: 'Bytes of scan do not decode.' });
    for (let i = 0; i < 1000; i++, nowMs += 1) log.take(garbage, 'ros');
    log.take(new Fault('runtime/closed', { what: 'It is closed.' }), 'ros');
    nowMs = 6000;
    log.take(garbage, 'ros');
    log.take(garbage, 'guard');
    assert.deepEqual(said, [
      'ros: Bytes of scan do not decode. [message/undecodable]',
      'ros: It is closed. [runtime/closed]',
      'ros: 999 times more, and again: Bytes of scan do not decode. [message/undecodable]',
      'guard: Bytes of scan do not decode. [message/undecodable]',
    ]);
  });
});
