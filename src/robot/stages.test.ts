// The stages of a robot against their schemas: what is called live can be changed while they run.
import assert from 'node:assert/strict';
import { layerConfig } from '../runtime/config.js';
import { listParameters } from '../runtime/config-table.js';
import {
  createStage,
  exploringStages,
  settingsTogether,
  stageNames,
  stageSchemas,
  type Detector,
} from './stages.js';

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

  it('when a detector is among them, then what it sees is fused and the guard requires it, and only then', () => {
    const required = (detector: Detector | undefined) =>
      settingsTogether(exploringStages({ camera: true, detector }), values).guard.required;
    assert.deepEqual(required(undefined), ['scan', 'odom', 'bumper']);
    for (const detector of ['detect', 'oracle'] as const)
      assert.deepEqual(required(detector), ['scan', 'odom', 'bumper', 'obstacles']);
  });
});
