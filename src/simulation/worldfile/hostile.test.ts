// Hostile bytes into the readers: whatever comes, a tree or a Fault, soon and in bounded memory.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../fault/fault.js';
import { expandWorld } from './expand.js';
import { ProtoLibrary } from './library.js';
import { worldLimits } from './limits.js';
import { memoryFiles } from './memory-files.js';
import { parseProto, parseWorld } from './parse.js';
import { arbitraryWorld } from './testing/arbitrary.js';
import { writeWorld } from './write.js';

/** Runs what may fail; anything but a Fault is a crash. */
function survives(run: () => unknown): void {
  try {
    run();
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
  }
}

function expandText(text: string, protos: Readonly<Record<string, string>> = {}): void {
  const files = memoryFiles(
    Object.fromEntries(Object.entries(protos).map(([name, body]) => [`/p/protos/${name}.proto`, body])),
  );
  const world = parseWorld(text, '/p/worlds/w.wbt');
  expandWorld(world, '/p/worlds/w.wbt', new ProtoLibrary(files, [], worldLimits), worldLimits);
}

const pieces = [
  '{',
  '}',
  '[',
  ']',
  '"',
  '#',
  '\\',
  '\n',
  '\r',
  '\0',
  '\uFEFF',
  ' DEF ',
  ' USE ',
  ' IS ',
  ' NULL ',
  ' 1e999 ',
  '-',
  ' PROTO ',
  '%<',
  ' hidden ',
];

/** A valid text with a few places cut out, doubled or overwritten. */
const damaged = fc
  .tuple(
    arbitraryWorld().map(writeWorld),
    fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(20),
        fc.oneof(fc.constantFrom(...pieces), fc.string()),
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    ),
  )
  .map(([text, wounds]) =>
    wounds.reduce((worse, [at, length, put]) => {
      const place = Math.floor(at * worse.length);
      return worse.slice(0, place) + put + worse.slice(place + length);
    }, text),
  );

describe('hostile worlds', () => {
  it('when a valid world is damaged, then reading gives a tree or a Fault', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        survives(() => expandText(text));
      }),
      { numRuns: 400, seed: 5 },
    );
  });

  it('when text is arbitrary, then reading it as a world or a PROTO gives a tree or a Fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        survives(() => parseWorld(`#VRML_SIM R2025a utf8\n${text}`, 'x'));
        survives(() => parseProto(`PROTO P [ field SFFloat a 1 ] { ${text} }`, 'x'));
        survives(() => parseProto(`PROTO P [ ${text} ] { Box { } }`, 'x'));
      }),
      { numRuns: 400, seed: 6 },
    );
  });

  it('when bytes are no text at all, then decoding and reading them gives a Fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.throws(() => parseWorld(new TextDecoder().decode(bytes), 'x'), Fault);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('when PROTOs double each other, then the ceiling ends it', () => {
    const protos: Record<string, string> = { P0: 'PROTO P0 [ ] { Group { } }' };
    for (let level = 1; level < 30; level += 1) {
      protos[`P${level}`] =
        `PROTO P${level} [ ] { Group { children [ P${level - 1} { } P${level - 1} { } ] } }`;
    }
    assert.throws(() => expandText('#VRML_SIM R2025a utf8\nP29 { }', protos), { code: 'world/limit' });
  });

  it('when one large value is looked through again and again, then the ceiling ends it', () => {
    const large = `Foo { bar [ ${'1 '.repeat(100_000)} ] }`;
    const protos = { P: `PROTO P [ ] { Group { children [ ${large} ] } }` };
    assert.throws(() => expandText(`#VRML_SIM R2025a utf8\n${'P { } '.repeat(1000)}`, protos), {
      code: 'world/limit',
    });
  });

  it('when a PROTO contains itself, directly or through another, then it is refused by name', () => {
    const self = { P: 'PROTO P [ ] { P { } }' };
    const pair = {
      P: 'PROTO P [ ] { Group { children Q { } } }',
      Q: 'PROTO Q [ ] { Group { children P { } } }',
    };
    for (const protos of [self, pair]) {
      assert.throws(() => expandText('#VRML_SIM R2025a utf8\nP { }', protos), {
        code: 'world/limit',
        what: 'The PROTO "P" contains itself.',
      });
    }
  });
});
