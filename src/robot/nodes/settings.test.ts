// The sections of the nodes, beside each other.
import assert from 'node:assert/strict';
import { nearestOf } from '../../fault/nearest.js';
import { sectionsOf } from './settings.js';
import { nodeKinds, nodeNames } from './table.js';

describe('the sections of nodes', () => {
  const sectionsByNode = nodeNames.map((name) => Object.keys(sectionsOf(nodeKinds[name])));
  const all = [...new Set(sectionsByNode.flat())];

  it('when one file speaks to all nodes, then no section of another node passes for a misspelt one', () => {
    for (const own of sectionsByNode)
      for (const other of all.filter((section) => !own.includes(section)))
        assert.equal(nearestOf(other, own), undefined, `${other} beside ${own.join(', ')}`);
  });
});
