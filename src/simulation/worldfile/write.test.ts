// Tests of the writer: whatever is written reads back equal, in Webots' own layout.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { def, node, use, world } from './builder.js';
import { sameWorld } from './equal.js';
import { parseWorld } from './parse.js';
import { arbitraryWorld } from './testing/arbitrary.js';
import { writeWorld } from './write.js';

describe('writeWorld', () => {
  it('when any tree is written and read, then the trees are equal, and so are the texts', () => {
    fc.assert(
      fc.property(arbitraryWorld(), (tree) => {
        const text = writeWorld(tree);
        const again = parseWorld(text, 'again.wbt');
        assert(sameWorld(tree, again), text);
        assert.equal(writeWorld(again), text);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('when a world is written, then it looks as Webots writes it', () => {
    const wall = def('WALL', node('Shape', { geometry: node('Box', { size: [0.05, 4, 0.4] }) }));
    const text = writeWorld(
      world(
        [
          node('WorldInfo', { basicTimeStep: 16 }),
          node('Solid', {
            children: [wall],
            name: 'wall "a"',
            boundingObject: use('WALL'),
            recognitionColors: [
              [1, 0, 0],
              [0, 1, 0],
            ],
          }),
          node('WalkingPerson', {
            trajectory: [
              [0, 0],
              [1, 0.5],
            ],
            walkingSpeed: 0.8,
          }),
          node('GPS'),
        ],
        ['../protos/WalkingPerson.proto'],
        [' made by a test'],
      ),
    );
    assert.equal(
      text,
      `#VRML_SIM R2025a utf8
# made by a test

EXTERNPROTO "../protos/WalkingPerson.proto"

WorldInfo {
  basicTimeStep 16
}
Solid {
  children [
    DEF WALL Shape {
      geometry Box {
        size 0.05 4 0.4
      }
    }
  ]
  name "wall \\"a\\""
  boundingObject USE WALL
  recognitionColors [
    1 0 0
    0 1 0
  ]
}
WalkingPerson {
  trajectory [
    0 0 1 0.5
  ]
  walkingSpeed 0.8
}
GPS {
}
`,
    );
  });

  it('when a number is not finite or a string cannot be written, then the world is refused', () => {
    assert.throws(() => writeWorld(world([node('Sphere', { radius: Number.NaN })])), {
      code: 'world/invalid',
    });
    assert.throws(() => writeWorld(world([node('Solid', { name: 'a\rb' })])), { code: 'world/invalid' });
  });
});

describe('node', () => {
  it('when a field does not exist or the value does not fit, then the builder refuses at once', () => {
    assert.throws(() => node('Box', { length: 1 }), { code: 'world/invalid', found: 'no such field' });
    assert.throws(() => node('Box', { size: [1, 2] }), { code: 'world/invalid', expected: 'SFVec3f' });
    assert.throws(() => node('Solid', { name: 7 }), { code: 'world/invalid', expected: 'SFString' });
    assert.throws(() => node('Background', { skyColor: [1, 2, 3, 4] }), {
      code: 'world/invalid',
      expected: 'MFColor',
    });
  });

  it('when a value is undefined, then the field is left out', () => {
    assert.equal(node('Box', { size: undefined }).fields.length, 0);
  });
});
