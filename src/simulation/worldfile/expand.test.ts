// Tests of PROTO expansion: parameters, nesting, scopes, and PROTOs that are not here.
import assert from 'node:assert/strict';
import { expandWorld, type Expanded } from './expand.js';
import { ProtoLibrary } from './library.js';
import { worldLimits } from './limits.js';
import { memoryFiles } from './memory-files.js';
import { parseWorld } from './parse.js';
import { findField, nodeField, nodesField, numbersField, stringField } from './reading.js';
import type { Node } from './tree.js';

const wheel = `#VRML_SIM R2025a utf8
PROTO Wheel [ field SFFloat radius 0.1 field SFString name "wheel" field SFNode look NULL field MFNode extra [ ] unconnectedField MFVec2f trajectory [] ]
{ Solid { name IS name children [ DEF S Shape { appearance IS look geometry Sphere { radius IS radius } } USE S Group { children IS extra } ] } }`;
const bigWheel = `#VRML_SIM R2025a utf8
EXTERNPROTO "Wheel.proto"
PROTO BigWheel [ field SFFloat size 2 ] { Wheel { radius IS size } }`;

function expand(body: string, protos: Readonly<Record<string, string>> = {}, release = 'R2025a'): Expanded {
  const files: Record<string, string> = {
    '/w/protos/Wheel.proto': wheel,
    '/w/protos/BigWheel.proto': bigWheel,
    ...protos,
  };
  const world = parseWorld(`#VRML_SIM ${release} utf8\n${body}`, '/w/worlds/a.wbt');
  return expandWorld(
    world,
    '/w/worlds/a.wbt',
    new ProtoLibrary(memoryFiles(files), ['/ours'], worldLimits),
    worldLimits,
  );
}

function only({ nodes }: Expanded): Node {
  assert.equal(nodes.length, 1);
  return nodes[0]!;
}

function radiusOf(solid: Node, shape = 0): readonly number[] {
  return numbersField(nodeField(nodesField(solid, 'children')[shape]!, 'geometry')!, 'radius');
}

describe('expandWorld', () => {
  it('when a PROTO is used, then its base node carries the values given, the defaults and its origin', () => {
    const solid = only(
      expand('EXTERNPROTO "../protos/Wheel.proto"\nDEF W Wheel { radius 0.5 trajectory [ 0 0, 1 1 ] }'),
    );
    assert.deepEqual([solid.type, solid.def, stringField(solid, 'name')], ['Solid', 'W', 'wheel']);
    assert.deepEqual([radiusOf(solid, 0), radiusOf(solid, 1)], [[0.5], [0.5]]);
    assert.equal(solid.origins[0]?.proto, 'Wheel');
    const trajectory = solid.origins[0]?.parameters.find(({ name }) => name === 'trajectory')?.value;
    assert.deepEqual(trajectory, { kind: 'numbers', type: 'MFVec2f', numbers: [0, 0, 1, 1] });
    assert.equal(solid.at?.line, 3);
  });

  it('when a PROTO is made of another, then both are origins, outermost first', () => {
    const solid = only(expand('BigWheel { }'));
    assert.deepEqual(radiusOf(solid), [2]);
    assert.deepEqual(
      solid.origins.map(({ proto }) => proto),
      ['BigWheel', 'Wheel'],
    );
  });

  it('when nodes are given to parameters, then USE in them means the names of the world, not of the PROTO', () => {
    const world = expand('DEF S Shape { geometry Box { } }\nWheel { extra [ USE S ] }');
    const group = nodesField(world.nodes[1]!, 'children')[2]!;
    assert.equal(nodeField(nodesField(group, 'children')[0]!, 'geometry')?.type, 'Box');
  });

  it('when a value comes from the world, then its place does too, so that its URLs are relative to the world', () => {
    const image = 'PROTO Pic [ field MFString url [ "own.png" ] ] { ImageTexture { url IS url } }';
    const world = expand('Pic { url "theirs.png" }\nPic { }', { '/w/protos/Pic.proto': image });
    const files = world.nodes.map((node) => findField(node, 'url')?.at?.file);
    assert.deepEqual(files, ['/w/worlds/a.wbt', '/w/protos/Pic.proto']);
  });

  it('when USE names nothing before it, or a solid, then it is skipped with a note', () => {
    const world = expand('Group { children [ USE A ] }\nDEF A Solid { }\nUSE A');
    assert.equal(world.nodes.length, 2);
    assert.deepEqual(
      world.notes.map(({ where }) => where),
      ['/w/worlds/a.wbt:2:20', '/w/worlds/a.wbt:4:1'],
    );
  });

  it('when a DEF name is given twice, then USE means the one before it', () => {
    const world = expand('DEF A Box { }\nUSE A\nDEF A Sphere { }\nUSE A');
    assert.deepEqual(
      world.nodes.map(({ type }) => type),
      ['Box', 'Box', 'Sphere', 'Sphere'],
    );
    assert.equal(world.nodes[1], world.nodes[0]);
  });

  it('when a PROTO is remote, then it stays in place and is named once with its first place', () => {
    const world = expand(
      'EXTERNPROTO "https://x/Arena.proto"\nEXTERNPROTO "webots://y/Floor.proto"\nArena { }\nArena { }\nFloor { }',
    );
    assert.deepEqual(
      world.nodes.map(({ type }) => type),
      ['Arena', 'Arena', 'Floor'],
    );
    assert.deepEqual(
      world.missing.map(({ proto, lack, where }) => [proto, lack, where]),
      [
        ['Arena', 'remote', '/w/worlds/a.wbt:4:1'],
        ['Floor', 'remote', '/w/worlds/a.wbt:6:1'],
      ],
    );
  });

  const unusable: readonly (readonly [string, string, RegExp])[] = [
    ['a script template', 'PROTO P [ ] { %< evil() >% Box { } }', /script, which is never run/],
    ['broken', 'PROTO P [ ] { Box { size 1 } }', /P\.proto:1:28.*3 numbers/],
    ['of another name', 'PROTO Q [ ] { Box { } }', /defines "Q"/],
    ['empty', 'PROTO P [ ] { }', /body is empty/],
  ];
  for (const [what, text, why] of unusable) {
    it(`when a PROTO is ${what}, then it is skipped and the reason said`, () => {
      const world = expand('P { }', { '/w/protos/P.proto': text });
      assert.equal(only(world).type, 'P');
      assert.match(world.missing[0]?.what ?? '', why);
    });
  }

  it('when a PROTO is declared where it is not, then one of that name beside the world is taken', () => {
    assert.equal(only(expand('EXTERNPROTO "/elsewhere/Wheel.proto"\nWheel { }')).type, 'Solid');
  });

  it('when nobody declares a PROTO of ours, then it is found, but not in worlds of before EXTERNPROTO', () => {
    const ours = { '/ours/Desk.proto': 'PROTO Desk [ ] { Solid { } }' };
    assert.equal(only(expand('Desk { }', ours)).type, 'Solid');
    assert.equal(only(expand('Desk { legs 4 }', ours, 'R2021b')).type, 'Desk');
  });

  it('when a parameter is given a value of another type, then the fault names it', () => {
    assert.throws(() => expand('Wheel { radius "large" }'), {
      code: 'world/syntax',
      where: '/w/worlds/a.wbt:2:9',
      found: '"large"',
      expected: 'SFFloat',
    });
  });

  it('when a parameter does not exist or IS names none, then both are noted and the rest is read', () => {
    const odd = 'PROTO Odd [ ] { Solid { name IS label model "m" } }';
    const world = expand('Odd { colour 1 0 0 }', { '/w/protos/Odd.proto': odd });
    assert.equal(stringField(only(world), 'model'), 'm');
    assert.deepEqual(
      world.notes.map(({ what }) => what),
      ['PROTO "Odd" has no parameter "colour"', '"name" was skipped: the PROTO has no parameter "label"'],
    );
  });

  it('when IS connects a parameter to a field of another type, then the field is skipped and noted', () => {
    const odd = 'PROTO Odd [ field SFFloat name 1 ] { Solid { name IS name } }';
    const world = expand('Odd { }', { '/w/protos/Odd.proto': odd });
    assert.equal(findField(only(world), 'name'), undefined);
    assert.equal(world.notes.length, 1);
  });

  it('when a value is not one of those allowed, then the default is taken and it is noted', () => {
    const choosy = `PROTO Choosy [ field SFString{"a", "b"} name "a" field MFNode{Solid{}, Group{}} children [ Group { } ] field SFVec3f{0 0 0} at 0 0 0 ]
      { Solid { name IS name children IS children translation IS at } }`;
    const world = expand(
      'Choosy { name "b" children [ Robot { } ] }\nChoosy { name "c" children [ Pose { } ] at 1 0 0 }',
      {
        '/w/protos/Choosy.proto': choosy,
      },
    );
    const [good, bad] = world.nodes;
    assert.deepEqual([stringField(good!, 'name'), nodesField(good!, 'children')[0]?.type], ['b', 'Robot']);
    assert.deepEqual([stringField(bad!, 'name'), nodesField(bad!, 'children')[0]?.type], ['a', 'Group']);
    assert.deepEqual(numbersField(bad!, 'translation'), [0, 0, 0]);
    assert.equal(world.notes.length, 3);
  });

  it('when hidden values were saved with a PROTO instance, then they change nothing', () => {
    assert.deepEqual(
      numbersField(only(expand('Wheel { hidden radius 9 hidden translation_1 1 1 1 }')), 'translation'),
      [0, 0, 0],
    );
  });
});
