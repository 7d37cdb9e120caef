// Settings from the arguments of a node: lists, JSON and switches as they are meant, and names that nobody has told.
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { RosNode } from './node.js';
import { readSettings, takeSwitch } from './parameters.js';

const [BOOLEAN, INTEGER, DOUBLE, STRING, STRINGS] = [1, 2, 3, 4, 9] as const;

const sections = {
  guard: z.strictObject({
    rimM: z.number().positive().default(0.13),
    names: z.array(z.string()).default([]),
    zones: z.array(z.strictObject({ radiusM: z.number() })).default([]),
  }),
};

type Given = readonly [name: string, type: number, value: unknown, from?: string, alone?: boolean];

/** A node with these overrides, as far as reading them goes. */
function nodeGiven(...given: readonly Given[]): RosNode & { readonly warnings: string[] } {
  const warnings: string[] = [];
  const declared = new Map(given.map(([name, type, value]) => [name, { name, type, value }]));
  const made = function (name: string, type: number, value: unknown) {
    return { name, type, value };
  };
  return {
    warnings,
    fullName: '/guard',
    log: (_: string, text: string) => void warnings.push(text),
    rcl: { ParameterDescriptor: made, Parameter: made },
    overrides: new Map(given.map(([name, , , from = '-p', alone = true]) => [name, { from, alone }])),
    handle: {
      getParameterNames: () => [...declared.keys()],
      getParameter: (name: string) => declared.get(name) ?? { name, type: 0, value: undefined },
      getParameterDescriptor: (name: string) => ({ readOnly: name === 'managed' }),
      undeclareParameter: (name: string) => declared.delete(name),
      declareParameter: () => undefined,
    },
  } as unknown as RosNode & { readonly warnings: string[] };
}

describe('settings from the arguments of a node', () => {
  it('when lists are given, as words, as JSON, or empty and so without a type, then they are lists', () => {
    const { values } = readSettings(
      nodeGiven(['guard.names', STRINGS, ['a']], ['guard.zones', STRING, '[{"radiusM": 1}]']),
      sections,
    );
    assert.deepEqual(values.guard, { rimM: 0.13, names: ['a'], zones: [{ radiusM: 1 }] });
    const empty = readSettings(
      nodeGiven(['guard.names', 0, undefined], ['guard.zones', 0, undefined]),
      sections,
    );
    assert.deepEqual(empty.values.guard, { rimM: 0.13, names: [], zones: [] });
  });

  it('when values are wrong, then each is told with whoever gave it', () => {
    const node = nodeGiven(['guard.rimM', 0, undefined, 'a.yaml'], ['guard.rim', INTEGER, 2n, '-p']);
    assert.throws(() => readSettings(node, sections), {
      code: 'config/invalid',
      found:
        /^a\.yaml guard\.rimM: found \[\]\. .*expected number, received array\.\n +-p guard\.rim: unknown; did you mean rimM\?$/,
    });
  });

  it('when names are nobody’s, then those of -p and of the node’s own section are warned of, and of a pattern those that are misspelt', () => {
    const node = nodeGiven(
      ['gaurd.rimM', DOUBLE, 0.2],
      ['elsewhere', DOUBLE, 0.2],
      ['use_sim_time', BOOLEAN, true],
      ['managed', BOOLEAN, true],
      ['foo.bar', DOUBLE, 0.2, 'a.yaml'],
      ['wander.rimM', DOUBLE, 0.2, 'a.yaml', false],
      ['Guard.rimM', DOUBLE, 0.2, 'a.yaml', false],
    );
    readSettings(node, sections);
    assert.deepEqual(node.warnings, [
      '-p gaurd.rimM: /guard has no such parameter, so it changes nothing; did you mean guard.rimM?',
      '-p elsewhere: /guard has no such parameter, so it changes nothing',
      'a.yaml foo.bar: /guard has no such parameter, so it changes nothing',
      'a.yaml Guard.rimM: /guard has no such parameter, so it changes nothing; did you mean guard.rimM?',
    ]);
  });

  it('when a switch is not given, it is off; when it is neither true nor false, then that is refused', () => {
    assert.equal(takeSwitch(nodeGiven(), 'managed', ''), false);
    assert.equal(takeSwitch(nodeGiven(['managed', BOOLEAN, true]), 'managed', ''), true);
    assert.throws(() => takeSwitch(nodeGiven(['managed', INTEGER, 1n]), 'managed', ''), {
      code: 'config/invalid',
      found: '1',
      expected: 'true or false',
    });
  });
});
