// Encoding and decoding pictures: what comes back, what is refused, and that bytes repeat.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../fault/fault.js';
import { decodePicture, decodePng16 } from './decode.js';
import { encodeJpeg, encodePng, encodePng16 } from './encode.js';

function gradient(width: number, height: number): Uint8Array {
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    rgb.set([(i % width) * 3, Math.floor(i / width) * 3, 128], i * 3);
  }
  return rgb;
}

const isUndecodable = (thrown: unknown) => thrown instanceof Fault && thrown.code === 'picture/undecodable';

describe('picture', () => {
  it('when RGB goes through PNG, then every byte comes back', async () => {
    const rgb = gradient(33, 17);
    const back = await decodePicture(await encodePng(rgb, 33, 17));
    assert.deepEqual([back.width, back.height], [33, 17]);
    assert.deepEqual(Buffer.from(back.rgb), Buffer.from(rgb));
  });

  it('when RGB goes through JPEG, then it stays close and the bytes repeat', async () => {
    const rgb = gradient(64, 48);
    const first = await encodeJpeg(rgb, 64, 48, 90);
    const second = await encodeJpeg(rgb, 64, 48, 90);
    assert.deepEqual(first, second);
    const back = await decodePicture(first);
    const worst = back.rgb.reduce((max, value, i) => Math.max(max, Math.abs(value - rgb[i]!)), 0);
    assert.ok(worst < 16, `worst difference ${worst}`);
  });

  it('when 16-bit values go through PNG, then every value comes back', async () => {
    const values = Uint16Array.from({ length: 40 * 30 }, (_, i) => (i * 977) & 0xffff);
    const back = await decodePng16(await encodePng16(values, 40, 30));
    assert.deepEqual(back.values, values);
  });

  it('when the buffer does not fit the size, then encoding is refused', async () => {
    await assert.rejects(
      encodePng(new Uint8Array(10), 2, 2),
      (thrown) => thrown instanceof Fault && thrown.code === 'picture/unencodable',
    );
  });

  it('when a picture has more pixels than allowed, then it is refused', async () => {
    const png = await encodePng(gradient(40, 40), 40, 40);
    await assert.rejects(decodePicture(png, { maxPixels: 1000 }), isUndecodable);
  });

  it('when bytes are of another format, then they are refused before the library sees them', async () => {
    await assert.rejects(
      decodePicture(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
      isUndecodable,
    );
    await assert.rejects(decodePicture(new Uint8Array()), isUndecodable);
  });

  it('when a picture is cut anywhere or its bytes are changed, then it decodes or is refused, never worse', async () => {
    const png = await encodePng(gradient(24, 24), 24, 24);
    await fc.assert(
      fc.asyncProperty(fc.nat(png.length - 1), fc.nat(255), async (at, value) => {
        const changed = png.slice();
        changed[at] = value;
        await decodePicture(changed).catch((thrown: unknown) => assert.ok(isUndecodable(thrown)));
        await assert.rejects(decodePicture(png.subarray(0, Math.min(at, png.length - 20))), isUndecodable);
      }),
      { numRuns: 40 },
    );
  });
});
