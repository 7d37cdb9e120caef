// Early collection: after a few pictures, and it does free their memory.
import assert from 'node:assert/strict';
import { YoungGarbage } from './young-garbage.js';

describe('young garbage', () => {
  it('when small messages pass, then nothing is collected; of pictures, every fifth time', () => {
    let collected = 0;
    const garbage = new YoungGarbage(() => collected++);
    for (let i = 0; i < 1000; i++) garbage.add(3000);
    assert.equal(collected, 0);
    for (let i = 0; i < 10; i++) garbage.add(921_648);
    assert.equal(collected, 2);
  });

  it('when pictures are received and let go of, then their memory does not pile up', () => {
    const garbage = new YoungGarbage();
    const before = process.memoryUsage().external;
    let most = 0;
    for (let i = 0; i < 40; i++) {
      garbage.add(Buffer.alloc(921_648).length);
      most = Math.max(most, process.memoryUsage().external - before);
    }
    // 34 MB pile up if nothing is collected; the memory is given back on another thread, some pictures later.
    assert.ok(most < 15e6, `${most} bytes`);
  });
});
