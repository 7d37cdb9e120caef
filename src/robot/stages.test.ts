// The stages of a robot against their schemas: what is called live can be changed while they run.
import assert from 'node:assert/strict';
import { GuardStage } from '../driving/guard.js';
import { layerConfig } from '../runtime/config/config.js';
import { listParameters } from '../runtime/config/table.js';
import {
  createStage,
  createStages,
  exploringStages,
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

  it('when something fuses, then the guard does not move the robot without it, also after new settings; and only then', () => {
    const stopsFor = (detector: Detector | undefined, settings?: typeof values.guard): string => {
      const names = exploringStages({ camera: true, detector }).filter((name) => name !== 'detect');
      const guard = createStages(names, values).find((stage) => stage instanceof GuardStage)!;
      if (settings !== undefined) guard.reconfigure(settings);
      return guard.required.join(' ');
    };
    assert.equal(stopsFor(undefined), 'scan odom bumper');
    for (const detector of ['detect', 'oracle'] as const) {
      assert.equal(stopsFor(detector), 'scan odom bumper obstacles');
      assert.equal(stopsFor(detector, { ...values.guard, required: ['scan'] }), 'scan obstacles');
    }
  });
});
