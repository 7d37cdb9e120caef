import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { loadScene, sceneOf } from '../scene/load.js';
import type { Scene } from '../scene/scene.js';
import { node, world } from '../worldfile/builder.js';
import { worldLimits } from '../worldfile/limits.js';
import { parseProto } from '../worldfile/parse.js';
import { findFields } from '../worldfile/fields.js';
import type { NodeOrUse } from '../worldfile/tree.js';
import { obstacleClasses } from '../scene/obstacle-classes.js';
import { outlinesOf } from './outline.js';

const folders = ['sim/protos', 'sim/heldout/protos'];
const files = folders
  .flatMap((folder) => [folder, join(folder, 'surfaces'), join(folder, 'wide')])
  .filter((place) => existsSync(place))
  .flatMap((place) =>
    readdirSync(place)
      .filter((name) => name.endsWith('.proto'))
      .map((name) => join(place, name)),
  );

/** The types of all nodes in a value's tree. */
function typesIn(one: NodeOrUse): string[] {
  if (one.kind !== 'node') return [];
  return [
    one.type,
    ...one.fields.flatMap(({ value }) => (value.kind === 'nodes' ? value.nodes.flatMap(typesIn) : [])),
  ];
}

function alone(proto: string): Scene {
  const file = files.find((name) => basename(name, '.proto') === proto) ?? '';
  return sceneOf(world([node(proto)], [relative('sim/worlds', file)]), 'sim/worlds/alone.wbt');
}

describe('our PROTOs', () => {
  for (const file of files) {
    it(`when ${basename(file)} is read, then it is plain, current and declares what it uses`, () => {
      const text = readFileSync(file, 'utf8');
      const proto = parseProto(text, file, worldLimits);
      assert.equal(proto.name, basename(file, '.proto'));
      assert.equal(proto.header?.version, 'R2025a');
      assert.ok(proto.body.kind === 'plain' && !text.includes('%<'));
      assert.deepEqual(proto.notes, []);
      const declared = proto.externProtos.map(({ url }) => basename(url, '.proto'));
      const inDefaults = proto.parameters.flatMap(({ initial }) =>
        initial.kind === 'nodes' ? initial.nodes.flatMap(typesIn) : [],
      );
      for (const type of [...typesIn(proto.body.root), ...inDefaults])
        assert.ok(findFields(type) !== undefined || declared.includes(type), type);
      for (const { url } of proto.externProtos) assert.doesNotMatch(url, /:|^\//);
    });
  }

  for (const file of files.filter((name) => !name.includes('surfaces'))) {
    const name = basename(file, '.proto');
    it(`when ${name} is put into a world with its defaults, then it is solid and nothing is skipped`, () => {
      const scene = alone(name);
      assert.deepEqual(scene.skipped, []);
      const [solid] = scene.solids;
      assert.ok(solid !== undefined && solid.shapes.length > 0 && solid.bounds.length > 0);
      assert.notEqual(solid.model, '');
      const isObstacle = (obstacleClasses as readonly string[]).includes(solid.model);
      assert.equal(solid.recognitionColors.length > 0, isObstacle, 'recognitionColors');
    });

    // What starts inside the floor would be thrown out of it.
    if (name === 'RoomFloor') continue;
    it(`when ${name} stands where it does by default, then none of it is below the floor`, () => {
      const below = { lowM: -1, highM: -0.0005 };
      for (const { bounds, pose } of alone(name).solids)
        for (const bound of bounds) assert.deepEqual(outlinesOf(bound, pose, below), []);
    });
  }

  it('when held-out things are counted, then each class has two at least, and their files are what the generator makes', function () {
    this.timeout(30_000);
    const models = files
      .filter((name) => name.startsWith('sim/heldout') && !name.includes('surfaces'))
      .map((name) => alone(basename(name, '.proto')).solids[0]?.model);
    for (const model of obstacleClasses)
      assert.ok(models.filter((each) => each === model).length >= 2, model);
    const said = execFileSync(process.execPath, ['scripts/generate-things.mjs', '--verify'], {
      encoding: 'utf8',
    });
    assert.match(said, /^(\d+) of \1 files are up to date$/m);
  });

  it('when classes are recognised by colour, then each has one of its own', () => {
    const colorByModel = new Map<string, string>();
    for (const file of files.filter((name) => !name.includes('surfaces'))) {
      const [solid] = alone(basename(file, '.proto')).solids;
      if (solid === undefined || solid.recognitionColors.length === 0) continue;
      const color = solid.recognitionColors.join(' ');
      assert.equal(colorByModel.get(solid.model) ?? color, color, solid.model);
      colorByModel.set(solid.model, color);
    }
    assert.deepEqual([...colorByModel.keys()].sort(), [...obstacleClasses].sort());
    assert.equal(new Set(colorByModel.values()).size, obstacleClasses.length);
  });

  it('when the robot is built, then it has the dimensions and devices that are promised', () => {
    const { solids, robot } = alone('JackdawRobot');
    const masses = solids.map(({ physics }) => physics?.mass ?? 0);
    assert.ok(Math.abs(masses.reduce((sum, mass) => sum + mass) - 1.3) < 1e-9);
    const wheels = solids.filter(({ joint }) => joint?.kind === 'hinge');
    assert.deepEqual(
      wheels.map(({ joint }) => [joint?.motor?.name, joint?.sensor?.name, joint?.anchor]),
      [
        ['left wheel motor', 'left wheel sensor', [0, 0.08, 0.033]],
        ['right wheel motor', 'right wheel sensor', [0, -0.08, 0.033]],
      ],
    );
    const heightOf = (kind: string): number | undefined =>
      robot?.devices.find((device) => device.kind === kind)?.pose.position[2];
    assert.equal(heightOf('lidar'), 0.17);
    assert.equal(heightOf('camera'), 0.12);
    const camera = robot?.devices.find((device) => device.kind === 'camera');
    assert.ok(camera?.kind === 'camera' && Math.abs((camera.fieldOfView * 180) / Math.PI - 62.2) < 0.01);
    const halfHeightRad = Math.atan(Math.tan(camera.fieldOfView / 2) * (camera.height / camera.width));
    const pitchRad = 2 * Math.asin(camera.pose.orientation[1]);
    const blindM = camera.pose.position[0] + 0.12 / Math.tan(pitchRad + halfHeightRad);
    assert.ok(Math.abs(blindM - 0.25) < 0.002, `the floor is seen from ${blindM} m ahead`);
  });

  it('when the first small world is loaded, then nothing is skipped', () => {
    assert.deepEqual(loadScene('sim/worlds/first-steps.wbt').skipped, []);
  });
});

describe('our textures', () => {
  it('when they are drawn again, then pixels and PROTOs are what the generator makes', function () {
    this.timeout(30_000);
    const said = execFileSync(process.execPath, ['scripts/generate-textures.mjs', '--verify'], {
      encoding: 'utf8',
    });
    assert.match(said, /^(\d+) of \1 surfaces are up to date$/m);
  });

  it('when they are counted, then each is small', () => {
    for (const folder of ['sim/textures', 'sim/heldout/textures'])
      for (const name of readdirSync(folder)) assert.ok(statSync(join(folder, name)).size < 60_000, name);
  });
});
