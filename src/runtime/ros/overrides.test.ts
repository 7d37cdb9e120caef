// Which sections of parameters files are for which node, and which of their values holds.
import assert from 'node:assert/strict';
import { findStrangers, inWordsOfRcl, isFor, overridesFor, type ParameterSource } from './overrides.js';
import type { RclParameter, Rclnodejs } from './rclnodejs.js';

const STRING = 4;
const INTEGERS = 7;

const rcl = {
  Parameter: function (name: string, type: number, value: unknown) {
    return { name, type, value };
  },
} as unknown as Rclnodejs;

function source(from: string, sections: Readonly<Record<string, string>>): ParameterSource {
  return {
    name: from,
    from,
    sections: Object.entries(sections).map(([name, value]) => ({
      name,
      parameters: [{ name: 'a', type: STRING, value }],
    })),
  };
}

describe('the sections of parameters files', () => {
  const rows: readonly (readonly [section: string, fullNames: readonly string[]])[] = [
    ['guard', ['/guard']],
    ['/guard', ['/guard']],
    ['/r1/guard', ['/r1/guard']],
    ['r1/guard', ['/r1/guard']],
    ['/*', ['/guard', '/robot']],
    ['/**', ['/guard', '/robot', '/r1/guard', '/r1/front/guard']],
    ['/*/guard', ['/r1/guard']],
    ['/**/guard', ['/guard', '/r1/guard', '/r1/front/guard']],
    ['/r1/**', ['/r1/guard', '/r1/front/guard']],
    ['/*/*/guard', ['/r1/front/guard']],
    ['/gua', []],
    ['/guard.', []],
    ['/guard*', []],
    ['/(guard', []],
    ['', []],
  ];
  for (const [section, fullNames] of rows)
    it(`when one is named “${section}”, then it is for ${fullNames.join(', ') || 'no node here'}`, () => {
      const all = ['/guard', '/robot', '/r1/guard', '/r1/front/guard'];
      assert.deepEqual(
        all.filter((fullName) => isFor(section, fullName)),
        fullNames,
      );
    });

  it('when several are for a node, then the last one of the last source holds, and is named', () => {
    const sources = [
      source('one.yaml', { '/**': '1', '/guard': '2' }),
      source('two.yaml', { '/guard': '3', '/**': '4', '/other': '5' }),
    ];
    const override = overridesFor(rcl, sources, '/guard').get('a');
    assert.deepEqual([override?.parameter.value, override?.from], ['4', 'two.yaml']);
  });

  it('when a value stands in a section that names the node, or in -p, then it was said to it alone; under a pattern not', () => {
    const aloneIn = (from: string, section: string): boolean | undefined =>
      overridesFor(rcl, [source(from, { [section]: '1' })], '/guard').get('a')?.alone;
    assert.deepEqual(
      [aloneIn('a.yaml', 'guard'), aloneIn('-p', '/**'), aloneIn('a.yaml', '/**')],
      [true, true, false],
    );
  });

  it('when integers come in a list, then they are what rclnodejs takes for integers', () => {
    const parameters = [{ name: 'a', type: INTEGERS, value: [1, 2] }] as readonly RclParameter[];
    const sources = [{ name: '', from: '', sections: [{ name: '/**', parameters }] }];
    assert.deepEqual(overridesFor(rcl, sources, '/guard').get('a')?.parameter.value, [1n, 2n]);
  });

  it('when a source has none for the node, then a sentence says what it has', () => {
    const sources = [
      source('one.yaml', { '/**': '1' }),
      source('two.yaml', { gaurd: '1' }),
      source('none.yaml', {}),
    ];
    const [two, none, ...more] = findStrangers(sources, '/r1/guard');
    assert.match(two!, /^two\.yaml has no section for \/r1\/guard.*It has: gaurd\./);
    assert.match(none!, /^none\.yaml .*It has: none at all\./);
    assert.deepEqual(more, []);
  });

  it('when rcl says where in its source it stood, then that is left out', () => {
    const message = "Couldn't parse remap rule: '-r a'. Error: error not set, at ./src/rcl/arguments.c:380";
    assert.equal(inWordsOfRcl(new Error(message)), "Couldn't parse remap rule: '-r a'.");
    assert.equal(inWordsOfRcl(new Error('Bad, at /project/src/parser.c:271, at /x/y.c:4')), 'Bad');
  });
});
