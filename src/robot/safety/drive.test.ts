// Rooms really driven for the benches: the same twice, and what happens in them is counted.
import assert from 'node:assert/strict';
import { layerConfig } from '../../runtime/config/config.js';
import { openSystemClock } from '../../runtime/clock.js';
import { loadEngine } from '../../simulation/physics/engine.js';
import { proofRooms } from '../../simulation/rooms/proof.js';
import { distanceToOutline } from '../../simulation/rooms/reach.js';
import { createRandom } from '../../simulation/random.js';
import { openGeneratedRoom } from '../place.js';
import { stageSchemas } from '../stages.js';
import { driveApproaches } from './approach.js';
import { lowOutlines, planApproaches } from './approach-plan.js';
import { driveRoom, type Drive, type DriveTools } from './drive-room.js';
import { usualHindrances as hindrances } from './hindrances.js';

describe('a room of the safety bench', function () {
  this.timeout(120_000);
  let tools: DriveTools;

  before(async () => {
    tools = {
      engine: await loadEngine(),
      settings: layerConfig(stageSchemas).values,
      clock: openSystemClock(),
    };
  });

  const drive = (arm: Drive['arm'], seed: number, seconds: number): Promise<Drive> =>
    driveRoom({ kind: 'drive', arm, seed, seconds, hindrances }, tools);

  it('when it is driven twice, then the same happens, and only what the robot caused is counted', async () => {
    const [once, again] = [await drive('lidar', 3, 15), await drive('lidar', 3, 15)];
    assert.deepEqual(once, again);
    assert.ok(once.metres > 1);
    assert.ok(once.collisions.every(({ robotMoving }) => robotMoving));
    assert.deepEqual(once.faults, []);
  });

  it('when detections are perfect, then what the LIDAR ran into is not hit', async () => {
    const hitting = [];
    for (let seed = 1; seed < 12 && hitting.length < 2; seed++) {
      const blind = await drive('lidar', seed, 25);
      if (blind.collisions.some(({ lidarVisible }) => !lidarVisible)) hitting.push(seed);
    }
    assert.ok(hitting.length > 0, 'no room in which the LIDAR alone hits anything');
    for (const seed of hitting) {
      const seeing = await drive('oracle', seed, 25);
      assert.deepEqual(seeing.collisions, []);
      assert.ok(seeing.metres > 1);
    }
  });

  it('when ways up to things are planned, then they begin as far from them as they say and touch at their end', () => {
    const { scene } = openGeneratedRoom({ seed: 5, ...proofRooms });
    const plans = planApproaches(scene, createRandom(1), 6);
    assert.ok(plans.length >= 3);
    for (const { solid, start, lengthM } of plans) {
      const gap = Math.min(
        ...lowOutlines(scene, solid).map((outline) => distanceToOutline(outline, [start.x, start.y])),
      );
      assert.ok(gap > 0.4 && gap - 0.1 <= lengthM + 0.02, `${gap} m at the start of ${lengthM} m`);
    }
  });

  it('when things are approached with perfect detections, then most are known in time, always the same ones', async () => {
    const order = { kind: 'approaches', arm: 'oracle', seed: 4, most: 3, speedMps: 0.2, hindrances } as const;
    const approaches = await driveApproaches(order, tools);
    assert.deepEqual(await driveApproaches(order, tools), approaches);
    assert.ok(approaches.length > 0);
    assert.ok(approaches.filter(({ found }) => found).length * 2 > approaches.length);
  });
});
