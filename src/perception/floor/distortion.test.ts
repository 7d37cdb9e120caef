// Lenses against OpenCV's figures, and there and back.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findDistortion, type Distortion } from './distortion.js';

const lenses = {
  plumb_bob: [-0.31, 0.09, 0.0011, -0.0007, -0.012],
  rational_polynomial: [0.42, -0.61, 0.0009, -0.0004, 0.12, 0.83, -0.55, 0.02],
  equidistant: [-0.021, 0.006, -0.0031, 0.0004],
} as const;
type Name = keyof typeof lenses;
const names = Object.keys(lenses) as Name[];

function lens(name: string, d: readonly number[]): Distortion {
  return findDistortion({ distortion_model: name, d: Float64Array.from(d) })!;
}

const directions = [
  [0.3, -0.2, 1],
  [-0.6, 0.45, 1],
  [0.05, 0.8, 1.2],
  [0.9, 0.1, 0.8],
] as const;

/** cv2.projectPoints and cv2.fisheye.projectPoints of OpenCV 5.0.0, with the identity for a camera. */
const byOpenCv: Readonly<Record<Name, readonly (readonly [number, number])[]>> = {
  plumb_bob: [
    [0.2880093908, -0.1919239272],
    [-0.512671242188, 0.384826869141],
    [0.036351982242, 0.587119736702],
    [0.813622268677, 0.091911502075],
  ],
  rational_polynomial: [
    [0.284996866648, -0.189915577765],
    [-0.493712884861, 0.370622163646],
    [0.035398870421, 0.569639044785],
    [0.73693748798, 0.083092012553],
  ],
  equidistant: [
    [0.287227655658, -0.191485103772],
    [-0.510746581152, 0.383059935864],
    [0.036489171995, 0.583826751915],
    [0.83105296074, 0.09233921786],
  ],
};

describe('distortion', () => {
  for (const name of names) {
    const distortion = lens(name, lenses[name]);

    it(`when the lens is ${name}, then directions appear where OpenCV says`, () => {
      directions.forEach(([x, y, z], i) => {
        const out = { u: 0, v: 0 };
        distortion.bend(x, y, z, out);
        const [u, v] = byOpenCv[name][i]!;
        assert.ok(Math.hypot(out.u - u, out.v - v) < 1e-10, `${out.u}, ${out.v} for ${u}, ${v}`);
      });
    });

    it(`when the lens is ${name}, then what appears somewhere is what is seen there`, () => {
      const out = { u: 0, v: 0 };
      let seen = 0;
      const degrees = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
      fc.assert(
        fc.property(degrees(name === 'equidistant' ? 100 : 45), degrees(360), (off, around) => {
          const [angle, turn] = [(off * Math.PI) / 180, (around * Math.PI) / 180];
          const [x, y, z] = [
            Math.sin(angle) * Math.cos(turn),
            Math.sin(angle) * Math.sin(turn),
            Math.cos(angle),
          ];
          if (!distortion.bend(x, y, z, out)) return;
          seen++;
          const back = distortion.straighten(out.u, out.v);
          const length = Math.hypot(back.x, back.y, back.z);
          const apart = Math.hypot(back.x / length - x, back.y / length - y, back.z / length - z);
          assert.ok(apart < 1e-7, `${off}°, ${around}°: ${apart}`);
        }),
        { seed: 8 },
      );
      assert.ok(seen > 80, `${seen}`);
    });
  }

  it('when there is no distortion, then nothing is changed, to the last bit', () => {
    for (const [model, d] of [
      ['plumb_bob', [0, 0, 0, 0, 0]],
      ['', []],
      ['none', [0]],
    ] as const) {
      const { x, y, z } = lens(model, d).straighten(0.123, -0.456);
      assert.deepEqual([x, y, z], [0.123, -0.456, 1]);
    }
  });

  it('when a lens folds the picture over, then what lies behind the fold does not appear, and no ray goes there', () => {
    const barrel = lens('plumb_bob', [-0.4]);
    const out = { u: 0, v: 0 };
    // r (1 - 0.4 r²) grows up to r = 0.913, where it is 0.609.
    assert.equal(barrel.bend(0.9, 0, 1, out), true);
    assert.equal(barrel.bend(1.4, 0, 1, out), false);
    const { x, y } = barrel.straighten(0, 0.8);
    assert.equal(x, 0);
    assert.ok(y > 0.85 && y < 0.92, `${y}`);
  });

  it('when a model is unknown or has coefficients that it should not have, then it is not read as another', () => {
    const find = (distortion_model: string, d: readonly number[]): unknown =>
      findDistortion({ distortion_model, d: Float64Array.from(d) });
    assert.equal(find('thin_prism', [0.1]), undefined);
    assert.equal(find('', [0.1]), undefined);
    assert.equal(find('rational_polynomial', [...lenses.rational_polynomial, 0.01, 0, 0, 0]), undefined);
    assert.ok(find('rational_polynomial', [...lenses.rational_polynomial, 0, 0, 0, 0]));
    assert.equal(find('equidistant', [...lenses.equidistant, 0.1]), undefined);
  });

  it('whatever a camera says of itself, then every pixel has a finite direction', () => {
    const odd = fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constantFrom(0, 1e9, -1e9, 1e-300));
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(odd, { maxLength: 8 }), odd, odd, (name, d, u, v) => {
        const distortion = findDistortion({ distortion_model: name, d: Float64Array.from(d) });
        if (distortion === undefined) return;
        const { x, y, z } = distortion.straighten(u, v);
        assert.ok(Number.isFinite(x + y + z), `${x} ${y} ${z}`);
      }),
      { seed: 9, numRuns: 500 },
    );
  });
});
