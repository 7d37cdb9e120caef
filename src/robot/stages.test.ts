// The stages of a robot against their schemas: what is called live can be changed while they run.
import assert from 'node:assert/strict';
import { layerConfig } from '../runtime/config.js';
import { listParameters } from '../runtime/config-table.js';
import { createStage, stageNames, stageSchemas } from './stages.js';

describe('the stages of a robot', () => {
  const { values } = layerConfig(stageSchemas);

  // detect wants a model and a thread: its own tests make one.
  for (const name of stageNames.filter((each) => each !== 'detect')) {
    it(`when ${name} has live settings, then it takes new ones while it runs`, () => {
      const parameters = listParameters({ [name]: stageSchemas[name] });
      const stage = createStage(name, values);
      assert.equal(
        stage.reconfigure !== undefined,
        parameters.some(({ live }) => live),
      );
      stage.reconfigure?.(values[name]);
    });
  }
});
