// Tests of the PROTO parser: declarations of every kind, and script templates that are named but never read.
import assert from 'node:assert/strict';
import { Fault } from '../../fault/fault.js';
import { withoutPositions } from './equal.js';
import { parseProto } from './parse.js';
import { writeProto } from './write.js';

const full = `#VRML_SIM R2025a utf8
# license: Apache-2.0
# tags: static
EXTERNPROTO "Leg.proto"
PROTO Stand-2 [ # declarations
  field SFVec3f translation 0 0 0.5
  unconnectedField MFVec2f trajectory []
  hiddenField SFInt32 count 3
  deprecatedField SFBool old FALSE
  vrmlField SFFloat{1, 2.5} height 1
  w3dField MFString { "a", "b" } words [ "a" "b" ]
  field SFColor{0 0 0, 1 1 1} color 1 1 1
  field MFNode{Solid{}, Pose{}} slot [ Pose { } ]
  field SFNode look NULL
]
{ # body
  DEF ROOT Solid {
    translation IS translation
    children [
      Leg { height IS height }
    ]
  }
}
`;

describe('parseProto', () => {
  it('when every kind of declaration stands in a file, then all are read with type, default and restriction', () => {
    const proto = parseProto(full, 'Stand-2.proto');
    assert.deepEqual(
      proto.parameters.map(({ kind, type, name, allowed }) => [kind, type, name, allowed.length]),
      [
        ['field', 'SFVec3f', 'translation', 0],
        ['unconnectedField', 'MFVec2f', 'trajectory', 0],
        ['hiddenField', 'SFInt32', 'count', 0],
        ['deprecatedField', 'SFBool', 'old', 0],
        ['vrmlField', 'SFFloat', 'height', 2],
        ['w3dField', 'MFString', 'words', 2],
        ['field', 'SFColor', 'color', 2],
        ['field', 'MFNode', 'slot', 2],
        ['field', 'SFNode', 'look', 0],
      ],
    );
    assert.equal(proto.name, 'Stand-2');
    assert.deepEqual(proto.header?.comments, [' license: Apache-2.0', ' tags: static']);
    assert(proto.body.kind === 'plain');
    assert.equal(proto.body.root.def, 'ROOT');
  });

  it('when a PROTO is written and read again, then it says the same', () => {
    const proto = parseProto(full, 'x');
    assert.deepEqual(withoutPositions(parseProto(writeProto(proto), 'x')), withoutPositions(proto));
  });

  it('when the header is missing, as before R2023a, then the PROTO is read all the same', () => {
    const proto = parseProto('PROTO P [ ] { Box { } }', 'P.proto');
    assert.equal(proto.header, undefined);
  });

  for (const [language, block] of [
    ['JavaScript', '%< for (;;) {"\n } >%'],
    ['Lua', '%{ while true do }%'],
  ] as const) {
    it(`when the body holds ${language}, then it is named by place and left alone`, () => {
      const proto = parseProto(`PROTO P [ field SFFloat a 1 ]\n{\n  ${block} Box { } }`, 'P.proto');
      assert.deepEqual(proto.body, { kind: 'template', at: { file: 'P.proto', line: 3, column: 3 } });
      assert.equal(proto.parameters.length, 1);
      assert.throws(() => writeProto(proto), { code: 'world/unsupported' });
    });
  }

  it('when the body is empty, then the PROTO says so and can be written', () => {
    const proto = parseProto('PROTO P [ ] { }', 'P.proto');
    assert.equal(proto.body.kind, 'empty');
    assert.equal(parseProto(writeProto(proto), 'P.proto').body.kind, 'empty');
  });

  const broken: readonly (readonly [string, string, string])[] = [
    ['an unknown declaration', 'PROTO P [ notfield SFFloat a 1 ] { Box { } }', '1:11'],
    ['an unknown type', 'PROTO P [ field SFIssue a 1 ] { Box { } }', '1:17'],
    ['a default that is missing', 'PROTO P [ field SFFloat a field SFFloat b 1 ] { Box { } }', '1:27'],
    ['a typo in IS', 'PROTO P [ field SFFloat a 1 ] { Sphere { radius ISNOT a } }', '1:49'],
    ['two root nodes', 'PROTO P [ ] { Box { } Box { } }', '1:23'],
    ['an open interface', 'PROTO P [ field SFNode a Solid { { Box { } }', '1:34'],
    ['no PROTO at all', 'syntax = "proto3";', '1:1'],
  ];
  for (const [what, text, where] of broken) {
    it(`when there is ${what}, then the fault says where`, () => {
      assert.throws(
        () => parseProto(text, 'P.proto'),
        (fault) => {
          assert(fault instanceof Fault);
          assert.deepEqual([fault.code, fault.where], ['world/syntax', `P.proto:${where}`]);
          return true;
        },
      );
    });
  }
});
