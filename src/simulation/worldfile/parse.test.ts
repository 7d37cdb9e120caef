// Tests of the world parser: odd files it must read, broken ones it must refuse by place.
import assert from 'node:assert/strict';
import { Fault } from '../../fault/fault.js';
import { worldLimits } from './limits.js';
import { parseWorld } from './parse.js';
import { findField, nodesField, numbersField } from './reading.js';
import type { Node, World } from './tree.js';

const header = '#VRML_SIM R2025a utf8\n';

function parse(body: string): World {
  return parseWorld(header + body, 'test.wbt');
}

function firstNode(body: string): Node {
  const node = parse(body).nodes[0];
  assert(node?.kind === 'node');
  return node;
}

describe('parseWorld, odd but valid', () => {
  it('when white space is unusual, then the tree is the same', () => {
    const solid = firstNode('Solid{translation 1,2,,3 children[Shape{}Shape{},]name"a"}');
    assert.deepEqual(numbersField(solid, 'translation'), [1, 2, 3]);
    assert.deepEqual(
      nodesField(solid, 'children').map(({ type }) => type),
      ['Shape', 'Shape'],
    );
  });

  it('when a list of one has no brackets, then it is still a list', () => {
    const value = findField(firstNode('ImageTexture { url "a.png" }'), 'url')?.value;
    assert.deepEqual(value, { kind: 'strings', type: 'MFString', strings: ['a.png'] });
    const children = firstNode('Group { children Shape { } }');
    assert.equal(nodesField(children, 'children').length, 1);
  });

  it('when lists are empty or hold an empty string, then both stay what they are', () => {
    assert.deepEqual(findField(firstNode('Robot { controllerArgs [ "" ] }'), 'controllerArgs')?.value, {
      kind: 'strings',
      type: 'MFString',
      strings: [''],
    });
    assert.deepEqual(numbersField(firstNode('IndexedFaceSet { coordIndex [ ] }'), 'coordIndex'), []);
  });

  it('when commas stand before -1, then the faces are read', () => {
    const faces = firstNode('IndexedFaceSet { coordIndex [ 0, 1, 2, -1, 2, 1, 3, , -1 ] }');
    assert.deepEqual(numbersField(faces, 'coordIndex'), [0, 1, 2, -1, 2, 1, 3, -1]);
  });

  it('when a DEF stands inside a node of the same DEF name, then both keep it', () => {
    const outer = firstNode('DEF A Group { children [ DEF A Group { } USE A ] }');
    const inner = findField(outer, 'children')?.value;
    assert(inner?.kind === 'nodes');
    assert.equal(outer.def, 'A');
    assert.deepEqual(
      inner.nodes.map((node) => (node.kind === 'use' ? `USE ${node.name}` : node.def)),
      ['A', 'USE A'],
    );
  });

  it('when hidden fields stand in a node, then they are kept apart and not read', () => {
    const solid = firstNode(
      'Solid { hidden translation_1 0 0 5 translation 0 0 1 hidden linearVelocity 1 2 3 }',
    );
    assert.equal(findField(solid, 'translation_1'), undefined);
    assert.deepEqual(
      solid.fields.map(({ hidden }) => hidden),
      [true, false, true],
    );
    assert.deepEqual(numbersField(solid, 'linearVelocity'), [0, 0, 0]);
  });

  it('when a node has a field of another release, then it is kept with one note that says where', () => {
    const world = parse('Camera {\n  colorNoise 0.1\n  width 8\n}');
    assert.deepEqual(world.notes, [{ where: 'test.wbt:3:3', what: '"Camera" has no field "colorNoise"' }]);
  });

  it('when a node is unknown, then all its fields are kept as written', () => {
    const node = firstNode(
      'Crate-2 { size 1 2 3 looks [ Box { } "a" TRUE NULL 4 ] deep Box { } name "x(1)" on FALSE }',
    );
    assert.equal(node.type, 'Crate-2');
    const size = findField(node, 'size')?.value;
    assert.deepEqual(size, { kind: 'untyped', bracketed: false, items: [1, 2, 3] });
    const looks = findField(node, 'looks')?.value;
    assert(looks?.kind === 'untyped' && looks.bracketed);
    assert.deepEqual(looks.items.slice(1), ['a', true, undefined, 4]);
  });

  it('when older files hold another type, then it is taken', () => {
    assert.deepEqual(numbersField(firstNode('WorldInfo { gravity 0 -9.81 0 }'), 'gravity'), [0, -9.81, 0]);
    assert.deepEqual(numbersField(firstNode('WorldInfo { gravity 3.7 }'), 'gravity'), [3.7]);
    assert.equal(findField(firstNode('Recognition { occlusion TRUE }'), 'occlusion')?.value.kind, 'booleans');
  });

  it('when EXTERNPROTOs are declared, then their URLs and IMPORTABLE are read', () => {
    const world = parse('EXTERNPROTO "a/B.proto"\nIMPORTABLE EXTERNPROTO "https://x/C.proto"\nB { }');
    assert.deepEqual(
      world.externProtos.map(({ url, importable }) => [url, importable]),
      [
        ['a/B.proto', false],
        ['https://x/C.proto', true],
      ],
    );
  });

  it('when the header is of another release or form, then its version is read', () => {
    const versions = [
      '#VRML_SIM R2021b utf8',
      '#VRML_SIM V8.6.0 utf8',
      '#VRML_SIM R2018a rev2 utf8',
      '#VRML V2.0 utf8',
    ];
    const found = versions.map((line) => parseWorld(`${line}\r\nBox { }`, 'x').header.version);
    assert.deepEqual(found, ['R2021b', 'V8.6.0', 'R2018a', 'V2.0']);
  });

  it('when the file is newer than what we know, then it is read with a warning', () => {
    const world = parseWorld('#VRML_SIM R2026b utf8\n# by hand\nBox { }', 'x');
    assert.deepEqual(world.header.comments, [' by hand']);
    assert.match(world.notes[0]?.what ?? '', /newer than/);
  });
});

describe('parseWorld, broken', () => {
  const broken: readonly (readonly [string, string, string, string, RegExp])[] = [
    ['a node without brackets', 'DirectionalLight\nBox { }', '3:1', '"Box"', /"\{"/],
    ['a missing closing bracket of a node', 'Box { size 1 1 1\nSphere { }', '3:8', '"{"', /./],
    ['a node cut off', 'Box { size 1 1 1', '2:17', 'the end of the file', /"\}"/],
    [
      'a missing closing bracket of a list',
      'Background { skyColor [ 1 0 0 }',
      '2:31',
      '"}"',
      /numbers for "skyColor"/,
    ],
    [
      'too few numbers',
      'DirectionalLight { direction 1 2 castShadows TRUE }',
      '2:34',
      '"castShadows"',
      /3 numbers for "direction" \(SFVec3f\)/,
    ],
    ['too many numbers', 'DirectionalLight { direction 1 2 3 4 }', '2:36', '"4"', /a field name or "\}"/],
    [
      'a list that is no multiple',
      'Background { skyColor [ 1 0 0 1 ] }',
      '2:33',
      '"]"',
      /multiple of 3 numbers/,
    ],
    [
      'a value that is missing',
      'DirectionalLight { intensity direction 1 1 1 }',
      '2:30',
      '"direction"',
      /1 number for "intensity"/,
    ],
    ['a number for a string', 'Solid { name 7 }', '2:14', '"7"', /a string for "name"/],
    ['a string for a boolean', 'Robot { supervisor "TRUE" }', '2:20', 'the string "TRUE"', /TRUE or FALSE/],
    ['DEF without a name', 'DEF { }', '2:5', '"{"', /a name after DEF/],
    ['USE without a name', 'Group { children [ USE ] }', '2:24', '"]"', /a name after USE/],
    ['a closing bracket too many', 'Box { } }', '2:9', '"}"', /the type of a node/],
    ['IS in a world', 'Box { size IS size }', '2:12', '"IS"', /a value/],
    ['a field without a value', 'Foo { bar }', '2:11', '"}"', /a value for "bar"/],
    ['IMPORTABLE alone', 'IMPORTABLE "x.proto"', '2:12', 'the string "x.proto"', /EXTERNPROTO/],
  ];
  for (const [what, body, where, found, expected] of broken) {
    it(`when there is ${what}, then the fault names place, found and expected`, () => {
      assert.throws(
        () => parse(body),
        (fault) => {
          assert(fault instanceof Fault);
          assert.deepEqual(
            [fault.code, fault.where, fault.found],
            ['world/syntax', `test.wbt:${where}`, found],
          );
          assert.match(fault.expected ?? '', expected);
          return true;
        },
      );
    });
  }

  it('when the header is missing, then the fault shows what stood there', () => {
    for (const text of ['', 'Box { }', '# hello\nBox { }', '\u0000\u0001', '<html>']) {
      assert.throws(() => parseWorld(text, 'x.wbt'), { code: 'world/syntax', where: 'x.wbt:1:1' });
    }
  });
});

describe('parseWorld, ceilings', () => {
  const limits = {
    ...worldLimits,
    fileBytes: 2000,
    nesting: 10,
    nodes: 20,
    tokens: 200,
    fields: 30,
    comments: 5,
  };
  const nest = (depth: number): string => `${'Group { children '.repeat(depth)}Box { }${' }'.repeat(depth)}`;

  it('when nodes are as deep as allowed, then they are read; one deeper is refused', () => {
    assert.equal(parseWorld(header + nest(9), 'x', limits).nodes.length, 1);
    assert.throws(() => parseWorld(header + nest(10), 'x', limits), { code: 'world/limit' });
  });

  it('when there are too many nodes, words, fields, comments or characters, then the file is refused', () => {
    for (const body of [
      'Box { } '.repeat(21),
      '#\n'.repeat(6),
      `Foo { ${'a 1 '.repeat(31)} }`,
      `Foo { bar [ ${'1 '.repeat(200)} ] }`,
      `Foo { bar "${'x'.repeat(2000)}" }`,
    ]) {
      assert.throws(() => parseWorld(header + body, 'x', limits), { code: 'world/limit' });
    }
  });

  it('when nesting is hostile, then the default ceiling refuses it before the stack ends', () => {
    assert.throws(() => parse('Group { children '.repeat(100_000)), { code: 'world/limit' });
    assert.throws(() => parse('a { b { '.repeat(100_000)), Fault);
  });
});
