// What a node runs, opened from its settings: what a person is told who left out the most important one.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tally } from '../../runtime/tally.js';
import { layerConfig } from '../../runtime/config/config.js';
import { openMembers } from './members.js';
import { sectionsOf, type NodeSettings } from './settings.js';
import { nodeKinds } from './table.js';

const nothingElse = {
  tally: new Tally(),
  place: () => assert.fail(),
  seed: 1,
  startedAt: '',
  onFault: () => assert.fail(),
};

describe('the members of a node', () => {
  it('when a recorder is opened anew, as after a reset of time, then it records beside what it recorded before', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'jackdaw-'));
    const kind = nodeKinds.recorder;
    const given = [{ path: 'recorder.folder', value: join(parent, 'bag/'), flag: 'test' }];
    const settings = layerConfig(sectionsOf(kind), { settings: given }).values as unknown as NodeSettings;
    for (const opened of [0, 1]) {
      const members = await openMembers({ ...nothingElse, kind, settings, fullName: '/recorder', opened });
      for (const stage of members.stages) await stage.close?.();
    }
    assert.deepEqual((await readdir(parent)).sort(), ['bag', 'bag-2']);
    await rm(parent, { recursive: true });
  });

  for (const name of ['camera', 'lidar'] as const)
    it(`when ${name} is not told what to play, then the Fault says by which parameter`, async () => {
      const kind = nodeKinds[name];
      const opening = openMembers({
        kind,
        settings: layerConfig(sectionsOf(kind)).values as unknown as NodeSettings,
        fullName: `/${name}`,
        ...nothingElse,
        opened: 0,
      });
      await assert.rejects(opening, {
        code: 'node/nothing-to-play',
        next: new RegExp(`-p ${name}\\.source:=`),
      });
    });
});
