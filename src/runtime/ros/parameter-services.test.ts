// The services of parameters: listed as rclcpp does, set only to what they can be.
import assert from 'node:assert/strict';
import type { RosNode } from './node.js';
import { serveParameters } from './parameter-services.js';
import type { RclParameter } from './rclnodejs.js';

const declared: RclParameter[] = [
  { name: 'use_sim_time', type: 1, value: false },
  { name: 'guard.rimM', type: 3, value: 0.13 },
  { name: 'guard.maxAgeMs.scan', type: 3, value: 300 },
  { name: 'watch.without', type: 9, value: ['imu'] },
  { name: 'managed', type: 1, value: false },
];

describe('the services of parameters', () => {
  const answers = new Map<string, (request: object) => unknown>();
  const taken: RclParameter[][] = [];
  const find = (name: string) =>
    declared.find((each) => each.name === name) ?? { name, type: 0, value: undefined };
  const node = {
    rcl: {
      Parameter: class {
        constructor(
          readonly name: string,
          readonly type: number,
          readonly value: unknown,
        ) {}
      },
    },
    handle: {
      getParameterNames: () => declared.map(({ name }) => name),
      getParameter: find,
      getParameterDescriptor: (name: string) => ({ type: find(name).type, readOnly: name === 'managed' }),
      setParametersAtomically: (parameters: RclParameter[]) => {
        taken.push(parameters.map((each) => ({ ...each })));
        return { successful: true, reason: '' };
      },
    },
    serve: ({ name, answer }: { name: string; answer: (request: object) => unknown }) =>
      answers.set(name, answer),
  };
  serveParameters(node as unknown as RosNode);
  const ask = (name: string, request: object): unknown => answers.get(name)!(request);

  const set = (...parameters: readonly (readonly [name: string, value: object])[]) => {
    taken.length = 0;
    const messages = parameters.map(([name, value]) => ({ name, value }));
    const { result } = ask('set_parameters_atomically', { parameters: messages }) as {
      result: { successful: boolean; reason: string };
    };
    return result;
  };

  it('when all are listed, or those below a prefix or above a depth, then names and groups are told', () => {
    const list = (prefixes: readonly string[], depth: number) =>
      (ask('list_parameters', { prefixes, depth: BigInt(depth) }) as { result: object }).result;
    assert.deepEqual(list([], 0), {
      names: declared.map(({ name }) => name),
      prefixes: ['guard', 'guard.maxAgeMs', 'watch'],
    });
    assert.deepEqual(list([], 1), { names: ['use_sim_time', 'managed'], prefixes: [] });
    assert.deepEqual(list(['guard'], 1), { names: ['guard.rimM'], prefixes: ['guard'] });
    assert.deepEqual(list(['guard.maxAgeMs', 'managed'], 0), {
      names: ['guard.maxAgeMs.scan', 'managed'],
      prefixes: ['guard.maxAgeMs'],
    });
  });

  it('when values and types are asked for, then what is not there has none', () => {
    const names = ['guard.rimM', 'nothing'];
    assert.deepEqual(ask('get_parameters', { names }), {
      values: [{ type: 3, double_value: 0.13 }, { type: 0 }],
    });
    assert.deepEqual(ask('get_parameter_types', { names }), { types: Uint8Array.of(3, 0) });
  });

  it('when an integer is set for a number, or an empty list of anything for a list, then it is taken for one', () => {
    assert.equal(set(['guard.rimM', { type: 2, integer_value: 1n }]).successful, true);
    assert.deepEqual(taken[0], [{ name: 'guard.rimM', type: 3, value: 1 }]);
    assert.equal(set(['watch.without', { type: 6, bool_array_value: [] }]).successful, true);
    assert.deepEqual(taken[0], [{ name: 'watch.without', type: 9, value: [] }]);
  });

  it('when one of several cannot be, then none is set and the reasons are told', () => {
    const { successful, reason } = set(
      ['guard.rimM', { type: 3, double_value: 0.2 }],
      ['guard.maxAgeMs.scan', { type: 0 }],
      ['managed', { type: 1, bool_value: true }],
    );
    assert.deepEqual([successful, taken], [false, []]);
    assert.match(
      reason,
      /^guard\.maxAgeMs\.scan: found no value .*; expected a number\. It stays 300\. managed is for the start/,
    );
  });

  it('when the type is none that there is, or the name is empty, then that is told', () => {
    assert.match(set(['guard.rimM', { type: 77 }]).reason, /a type that ROS does not have \(77\)/);
    assert.match(set(['', { type: 1, bool_value: true }]).reason, /^There is no parameter without a name/);
  });
});
