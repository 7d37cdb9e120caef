import { strict as assert } from 'node:assert';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Fault } from '../../fault/fault.js';
import { loadScene, sceneOf } from '../scene/load.js';
import type { Scene } from '../scene/scene.js';
import { parseWorld } from '../worldfile/parse.js';
import { generateRoom } from './generate.js';
import { measureReach } from './reach.js';
import { parseScenario, unmetExpectations, type Scenario } from './scenario.js';

const good = { title: 'A run', world: '../worlds/office.wbt', seed: 1, seconds: 60, expect: {} };
const parse = (given: object): ReturnType<typeof parseScenario> =>
  parseScenario(JSON.stringify(given), 'sim/scenarios/test.json');

function sceneOfScenario({ world }: Scenario): Scene {
  if (world.kind === 'file') return loadScene(world.path);
  const file = resolve('sim/worlds/generated.wbt');
  return sceneOf(parseWorld(generateRoom({ ...world.options, file }).text, file), file);
}

describe('scenarios', () => {
  for (const name of readdirSync('sim/scenarios').filter((file) => file.endsWith('.json'))) {
    it(`when ${name} is set up, then its world loads and the robot stands clear`, () => {
      const file = join('sim/scenarios', name);
      const scenario = parseScenario(readFileSync(file, 'utf8'), file);
      const scene = sceneOfScenario(scenario);
      const robot = scene.solids[scene.robot?.solid ?? -1];
      assert.ok(robot !== undefined);
      assert.deepEqual(scene.skipped, []);
      const [x, y] =
        scenario.start === undefined ? robot.pose.position : [scenario.start.x, scenario.start.y];
      const reach = measureReach(scene, { start: [x, y] });
      assert.ok(reach.startClearanceM >= 0.3, `${reach.startClearanceM}`);
      assert.ok(reach.share >= 0.8, `${reach.share}`);
    });
  }

  it('when a world is named, then it is looked up from the folder of the scenario', () => {
    const { world } = parse(good);
    assert.ok(world.kind === 'file' && world.path.endsWith(join('sim', 'worlds', 'office.wbt')));
  });

  it('when several values are wrong, then one Fault names them all', () => {
    const wrong = { ...good, seed: -1, seconds: 0, speed: 3, expect: { minDistance: 2 } };
    assert.throws(
      () => parse(wrong),
      (thrown) =>
        thrown instanceof Fault &&
        thrown.code === 'scenario/invalid' &&
        ['seed', 'seconds', '"speed"', '"minDistance"'].every((name) => thrown.message.includes(name)),
    );
  });

  it('when neither or both of world and generate are given, then it is refused', () => {
    const { world, ...rest } = good;
    for (const given of [rest, { ...rest, world, generate: { seed: 1 } }])
      assert.throws(() => parse(given), /either "world" or "generate"/);
  });

  it('when the text is not JSON, then it is a Fault with the file', () => {
    assert.throws(
      () => parseScenario('{', 'x.json'),
      (thrown) => thrown instanceof Fault && thrown.where === 'x.json',
    );
  });

  it('when a run falls short, then every expectation that fails is said', () => {
    const run = {
      distanceM: 2,
      areaM2: 1,
      collisions: [
        { lidarVisible: true, robotMoving: true },
        { lidarVisible: true, robotMoving: false },
        { lidarVisible: false, robotMoving: true },
      ],
    };
    assert.deepEqual(unmetExpectations({ minDistanceM: 1, maxCollisions: 2 }, run), []);
    assert.deepEqual(
      unmetExpectations(
        { minDistanceM: 5, minAreaM2: 2, maxCollisions: 1, maxCollisionsLidarVisible: 0 },
        run,
      ),
      [
        'driven: 2.00 m, expected at least 5 m',
        'covered: 1.00 m², expected at least 2 m²',
        'collisions: 2, expected at most 1',
        'collisions with what the LIDAR can see: 1, expected at most 0',
      ],
    );
  });
});
