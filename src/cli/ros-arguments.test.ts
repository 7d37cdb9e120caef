// ROS arguments on our command line.
import assert from 'node:assert/strict';
import { markRosArguments } from './ros-arguments.js';

const program = ['node', 'main.js'];

describe('the arguments for ROS', () => {
  it('when a command that hands them on is given some, then they are marked, once', () => {
    const given = [
      ...program,
      'replay',
      'out',
      '--transport',
      'ros',
      '--ros-args',
      '-r',
      'a:=b',
      '--ros-args',
    ];
    const marked = [...given.slice(0, 6), '--', ...given.slice(6)];
    assert.deepEqual(markRosArguments(given), marked);
    assert.deepEqual(markRosArguments(marked), marked);
  });

  it('when there are none, or the command takes none, then nothing is marked', () => {
    for (const args of [[], ['node', 'guard'], ['run', '--ros-args'], ['--ros-args']])
      assert.deepEqual(markRosArguments([...program, ...args]), [...program, ...args]);
  });
});
