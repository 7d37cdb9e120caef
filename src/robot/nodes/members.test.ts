// What a node runs, opened from its settings: what a person is told who left out the most important one.
import assert from 'node:assert/strict';
import { Tally } from '../../runtime/tally.js';
import { layerConfig } from '../../runtime/config/config.js';
import { openMembers } from './members.js';
import { sectionsOf, type NodeSettings } from './settings.js';
import { nodeKinds } from './table.js';

describe('the members of a node', () => {
  for (const name of ['camera', 'lidar'] as const)
    it(`when ${name} is not told what to play, then the Fault says by which parameter`, async () => {
      const kind = nodeKinds[name];
      const opening = openMembers({
        kind,
        settings: layerConfig(sectionsOf(kind)).values as unknown as NodeSettings,
        fullName: `/${name}`,
        tally: new Tally(),
        place: () => assert.fail(),
        seed: 1,
        startedAt: '',
        onFault: () => assert.fail(),
      });
      await assert.rejects(opening, {
        code: 'node/nothing-to-play',
        next: new RegExp(`-p ${name}\\.source:=`),
      });
    });
});
