import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { loadScene } from '../../scene/load.js';
import { measureReach } from '../reach.js';
import { walkClearance } from '../testing/walks.js';
import { curatedText, curatedWorlds } from './worlds.js';

describe('curated worlds', () => {
  for (const [name, curated] of Object.entries(curatedWorlds)) {
    const file = `sim/worlds/${name}.wbt`;

    it(`when ${name} is written again, then the file is up to date (scripts/write-worlds.mjs)`, () => {
      assert.equal(readFileSync(file, 'utf8'), curatedText(curated));
    });

    it(`when ${name} is loaded, then all of it is used, the robot gets about and people pass`, () => {
      const scene = loadScene(file);
      assert.deepEqual(scene.skipped, []);
      const reach = measureReach(scene, { start: curated.start.at });
      assert.ok(reach.share >= 0.8, `share ${reach.share}`);
      assert.ok(reach.startClearanceM >= 0.45, `clearance ${reach.startClearanceM}`);
      for (const { name: person, path } of scene.solids) {
        if (path === undefined) continue;
        const clearanceM = walkClearance(scene, path);
        assert.ok(clearanceM > 0.25, `${person}: ${clearanceM} m`);
      }
    });
  }
});
