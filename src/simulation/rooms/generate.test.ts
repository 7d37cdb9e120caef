import { strict as assert } from 'node:assert';
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Fault } from '../../fault/fault.js';
import { parseWorld } from '../worldfile/parse.js';
import { worldLimits } from '../worldfile/limits.js';
import { sceneOf } from '../scene/load.js';
import type { Scene } from '../scene/scene.js';
import { generatorDigest } from './digest.js';
import { generateRoom, roomPromise, type Room, type RoomOptions } from './generate.js';
import { obstacleClasses } from '../scene/obstacle-classes.js';
import { difficultyOf, proofRooms } from './proof.js';
import { measureReach } from './reach.js';
import { walkClearance } from './testing/walks.js';

const file = resolve('sim/worlds/generated.wbt');

function sceneFrom({ text }: Room): Scene {
  return sceneOf(parseWorld(text, file, worldLimits), file);
}

/** Whether a solid has a part between 1 cm and the LIDAR plane and none in it. */
function isBelowPlane({ bounds, pose }: Scene['solids'][number]): boolean {
  const tops = bounds.map(({ geometry, pose: own }) => {
    const half =
      geometry.kind === 'box'
        ? geometry.size[2] / 2
        : geometry.kind === 'sphere'
          ? geometry.radius
          : Infinity;
    return pose.position[2] + own.position[2] + half;
  });
  return tops.length > 0 && tops.every((top) => top > 0.01 && top < 0.165);
}

describe('generateRoom', () => {
  const seeds = Array.from({ length: 30 }, (_, index) => index + 1);
  const roomBySeed = new Map<number, Room>();
  const sceneBySeed = new Map<number, Scene>();

  before(function () {
    this.timeout(60_000);
    for (const seed of seeds) {
      const room = generateRoom({ seed, file });
      roomBySeed.set(seed, room);
      sceneBySeed.set(seed, sceneFrom(room));
    }
  });

  it('when the text is read back, then nothing in it is skipped and there is a robot', () => {
    for (const [seed, scene] of sceneBySeed) {
      assert.deepEqual(scene.skipped, [], `seed ${seed}`);
      assert.notEqual(scene.robot, undefined, `seed ${seed}`);
    }
  });

  it('when the floor is flooded from the start, then the promise holds', () => {
    for (const [seed, scene] of sceneBySeed) {
      const reach = measureReach(scene, { start: roomBySeed.get(seed)!.start.at });
      assert.ok(reach.share >= roomPromise.reachShare, `seed ${seed}: share ${reach.share}`);
      assert.ok(reach.startClearanceM >= 0.45, `seed ${seed}: clearance ${reach.startClearanceM}`);
      assert.ok(reach.freeM2 > 5, `seed ${seed}: free ${reach.freeM2}`);
    }
  });

  it('when thirty seeds are drawn, then every class, floor and layout occurs', () => {
    const solids = [...sceneBySeed.values()].flatMap((scene) => scene.solids);
    const models = new Set(solids.map(({ model }) => model));
    const materials = new Set(solids.map(({ contactMaterial }) => contactMaterial));
    const texts = [...roomBySeed.values()].map(({ text }) => text).join('');
    for (const model of [...obstacleClasses, 'threshold', 'glass', 'door'])
      assert.ok(models.has(model), model);
    for (const material of ['wood', 'tile', 'carpet', 'concrete'])
      assert.ok(materials.has(material), material);
    for (const layout of ['rectangle', 'l-shape', 'rooms'])
      assert.ok(texts.includes(`layout ${layout},`), layout);
  });

  it('when any room is drawn, then something solid lies below the LIDAR plane', () => {
    for (const [seed, scene] of sceneBySeed) {
      const hazards = scene.solids.filter((solid) => !solid.robot && isBelowPlane(solid));
      assert.ok(hazards.length >= 2, `seed ${seed}: ${hazards.map(({ name }) => name).join()}`);
    }
  });

  it('when people walk, then their way is closed, at an even pace and clear of everything', () => {
    let walkers = 0;
    for (const [seed, scene] of sceneBySeed) {
      for (const walker of scene.solids.filter(({ path }) => path !== undefined)) {
        walkers++;
        assert.ok(walker.path!.points.length >= 2 && walker.path!.speed >= 0.4);
        const clearanceM = walkClearance(scene, walker.path!);
        assert.ok(clearanceM > 0.3, `seed ${seed}, ${walker.name}: ${clearanceM} m`);
      }
    }
    assert.ok(walkers >= 10, `${walkers} walkers`);
  });

  it('when the same seed is drawn again, then the text is the same to the byte; another seed differs', () => {
    for (const seed of [1, 2, 3]) assert.equal(generateRoom({ seed, file }).text, roomBySeed.get(seed)!.text);
    assert.equal(new Set([...roomBySeed.values()].map(({ text }) => text)).size, seeds.length);
  });

  it('when numbers are written, then none has more than four decimals', () => {
    for (const { text } of roomBySeed.values()) assert.doesNotMatch(text, /\d\.\d{5}|\de-/);
  });

  it('when a size, a layout and counts are asked for, then the room has them', () => {
    const options: RoomOptions = {
      seed: 5,
      file,
      layout: 'rectangle',
      widthM: 6.5,
      depthM: 5,
      counts: { ball: 5, shoe: 0, person: 0 },
    };
    const { solids } = sceneFrom(generateRoom(options));
    assert.equal(solids.filter(({ model }) => model === 'ball').length, 5);
    assert.equal(solids.filter(({ model }) => model === 'shoe').length, 0);
    assert.equal(solids.filter(({ path }) => path !== undefined).length, 0);
    const [floor] = solids.filter(({ name }) => name === 'floor 1');
    assert.deepEqual(floor?.shapes[0]?.geometry, { kind: 'box', size: [6.5, 5, 0.1] });
  });

  it('when the density is 0, then there are walls, floors, windows and the robot', () => {
    const options = { seed: 3, file, layout: 'rectangle', density: 0, counts: { person: 0 } } as const;
    const models = new Set(sceneFrom(generateRoom(options)).solids.map(({ model }) => model));
    models.delete('window');
    assert.deepEqual([...models].sort(), ['', 'floor', 'robot', 'wall']);
  });

  it('when more is asked for than fits, then it is refused and says what fits', () => {
    const options = {
      seed: 2,
      file,
      layout: 'rectangle',
      widthM: 3,
      depthM: 3,
      counts: { box: 100 },
    } as const;
    assert.throws(() => generateRoom(options), /there is room for \d+ of 100 of class box/);
  });

  it('when the world goes to another folder, then its PROTOs are found from there', () => {
    const { text } = generateRoom({ seed: 1, file: resolve('sim/scenarios/deep/er/room.wbt') });
    assert.match(text, /EXTERNPROTO "\.\.\/\.\.\/\.\.\/protos\/JackdawRobot\.proto"/);
  });

  it('when the options make no sense, then one Fault names all of them', () => {
    assert.throws(
      () => generateRoom({ seed: -1, file, widthM: 1, density: 9 }),
      (thrown) => thrown instanceof Fault && /seed -1, widthM 1, density 9/.test(thrown.message),
    );
  });

  it('when the variety is wide, then light and camera vary, the promise holds, and there are more shapes', () => {
    const types = { plain: new Set<string>(), wide: new Set<string>() };
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const plain = generateRoom({ seed, file });
      const wide = generateRoom({ seed, file, variety: 'wide' });
      assert.deepEqual(wide.scene.skipped, []);
      assert.notDeepEqual(wide.scene.lights, plain.scene.lights);
      assert.notDeepEqual(wide.scene.robot?.devices, plain.scene.robot?.devices);
      assert.ok(wide.reach.share >= roomPromise.reachShare);
      for (const { type } of plain.scene.solids) types.plain.add(type);
      for (const { type } of wide.scene.solids) types.wide.add(type);
    }
    assert.ok(types.wide.size > types.plain.size + 5, `${types.wide.size} and ${types.plain.size}`);
  }).timeout(30_000);

  it('when the assets are held out, then nothing of a class is of the usual kind, nor the other way round', () => {
    const typesOf = (assets: 'standard' | 'heldout') =>
      new Set(
        seeds.slice(0, 12).flatMap((seed) =>
          generateRoom({ seed, file, assets, variety: 'wide' })
            .scene.solids.filter(({ model }) => (obstacleClasses as readonly string[]).includes(model))
            .map(({ type, model }) => `${model} ${type}`),
        ),
      );
    const [usual, heldOut] = [typesOf('standard'), typesOf('heldout')];
    for (const type of heldOut) assert.ok(!usual.has(type), type);
    for (const model of obstacleClasses)
      assert.ok(
        [...heldOut].some((type) => type.startsWith(model)),
        model,
      );
  }).timeout(30_000);

  it('when rooms are for the proof, then a good share of what stands there is not for a LIDAR to see', () => {
    const all = { things: 0, unseen: 0 };
    for (const seed of seeds.slice(0, 12)) {
      const { things, unseen } = difficultyOf(generateRoom({ seed, file, ...proofRooms }).scene);
      all.things += things;
      all.unseen += unseen;
    }
    const share = all.unseen / all.things;
    assert.ok(share > 0.25 && share < 0.75, `${all.unseen} of ${all.things}`);
  }).timeout(30_000);

  it('when a layout is held out, then the usual assets do not have it', () => {
    assert.throws(
      () => generateRoom({ seed: 1, file, layout: 'hallway' }),
      (thrown) => thrown instanceof Fault && /hallway/.test(thrown.message),
    );
    generateRoom({ seed: 1, file, layout: 'hallway', assets: 'heldout' });
  });

  it('when an asset changes, then so does the digest of the generator', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sim-'));
    try {
      await cp('sim', folder, { recursive: true });
      const before = generatorDigest(folder);
      assert.equal(before, generatorDigest());
      await appendFile(join(folder, 'heldout/protos/Boot.proto'), '# worn\n');
      assert.notEqual(generatorDigest(folder), before);
    } finally {
      await rm(folder, { recursive: true });
    }
  }).timeout(30_000);
});
