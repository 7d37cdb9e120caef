// One exit code for what the machine does not let us write, whichever command it is.
import assert from 'node:assert/strict';
import { faultCodes, type FaultCode } from '../fault/codes.js';
import { exitCodeOf, exitCodes } from './exit.js';

describe('the exit code of a fault', () => {
  it('when something cannot be written, then it is that of the machine, of each kind of output', () => {
    const all = Object.keys(faultCodes) as FaultCode[];
    const unwritten = all.filter((code) => /\/(write-failed|disk-full|output)$/.test(code));
    assert.ok(unwritten.length >= 6);
    for (const code of unwritten) assert.equal(exitCodeOf(code), exitCodes.machine, code);
  });
});
