// What a Fault says where it quotes bytes of files.
import assert from 'node:assert/strict';
import { Fault } from './fault.js';

describe('a fault', () => {
  it('when it quotes control bytes, then its message shows them as numbers, and its lines stay lines', () => {
    const { message } = new Fault('cli/usage', {
      what: 'no JSON: \u001b[2J\u0000\u009b',
      found: 'one\n\ttwo ä…',
    });
    assert.equal(message, 'no JSON: \\x1b[2J\\x00\\x9b [cli/usage]\n  found:    one\n\ttwo ä…');
  });

  it('when what it found is long, then it is cut', () => {
    const { message } = new Fault('cli/usage', { what: 'long', found: 'a'.repeat(100_000) });
    assert.ok(message.length < 3000 && message.endsWith('a…'));
  });
});
