// Did you mean: near names are found, far ones are not.
import assert from 'node:assert/strict';
import { lookalikes, nearestOf } from './nearest.js';

describe('names that look alike', () => {
  it('when they differ in case, marks or a plural, then they are a pair', () => {
    const names = ['Dogtoy', 'box', 'dogtoy', 'dog toy', 'ball', 'boxes', 'bell'];
    assert.deepEqual(lookalikes(names), [
      ['Dogtoy', 'dogtoy'],
      ['Dogtoy', 'dog toy'],
      ['box', 'boxes'],
      ['dogtoy', 'dog toy'],
    ]);
  });
});

describe('the nearest name', () => {
  const rows = [
    ['simulatr', 'simulator'],
    ['Shoes', 'shoe'],
    ['dining_table', 'dining table'],
    ['GUARD', 'guard'],
    ['sheo', 'shoe'],
    ['sohe', 'shoe'],
    ['hseo', undefined],
    ['lidar', undefined],
    ['', undefined],
  ] as const;
  for (const [word, name] of rows)
    it(`when ${word === '' ? 'nothing' : word} is written, then ${name ?? 'nothing'} is meant`, () => {
      assert.equal(nearestOf(word, ['guard', 'simulator', 'shoe', 'dining table']), name);
    });
});
