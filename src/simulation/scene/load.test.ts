// Tests of loading from disk: our own worlds and PROTOs give nothing to skip, odd paths give Faults.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { node, world } from '../worldfile/builder.js';
import { worldLimits } from '../worldfile/limits.js';
import { checkWorld } from './check.js';
import { defaultLoadOptions, loadScene, sceneOf } from './load.js';

const { simFolder } = defaultLoadOptions;

function filesIn(folder: string, extension: string): string[] {
  return readdirSync(join(simFolder, folder)).filter((name) => name.endsWith(extension));
}

describe('loadScene', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'jackdaw-load-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const name of filesIn('worlds', '.wbt')) {
    it(`when our world ${name} is loaded, then nothing is skipped and there is a robot`, () => {
      const scene = loadScene(join(simFolder, 'worlds', name));
      assert.deepEqual(scene.skipped, []);
      assert(scene.robot !== undefined);
    });
  }

  it('when each of our PROTOs stands in a world with its defaults, then each is a solid and nothing is skipped', () => {
    for (const file of filesIn('protos', '.proto')) {
      const scene = sceneOf(world([node(basename(file, '.proto'))]), join(simFolder, 'worlds', 'test.wbt'));
      assert.deepEqual([file, scene.skipped], [file, []]);
      assert(scene.solids.length > 0, file);
    }
  });

  it('when the path is no readable file, then the fault says so', () => {
    assert.throws(() => loadScene(join(folder, 'gone.wbt')), { code: 'world/unreadable' });
    assert.throws(() => loadScene(folder), { code: 'world/unreadable' });
  });

  it('when the file is too large, then it is refused before it is read', () => {
    const path = join(folder, 'large.wbt');
    writeFileSync(path, '#VRML_SIM R2025a utf8\n');
    truncateSync(path, worldLimits.fileBytes + 1);
    assert.throws(() => loadScene(path), { code: 'world/limit' });
  });

  it('when bytes are not UTF-8, then they are replaced and the world is read', () => {
    const path = join(folder, 'latin.wbt');
    writeFileSync(path, Buffer.from('#VRML_SIM R2025a utf8\nSolid { name "caf\xe9" }\n', 'latin1'));
    assert.equal(loadScene(path).solids[0]?.name, 'caf\uFFFD');
  });

  it('when a texture is a link out of the project, then it is not followed', () => {
    const outside = mkdtempSync(join(tmpdir(), 'jackdaw-outside-'));
    writeFileSync(join(outside, 'a.png'), '');
    symlinkSync(join(outside, 'a.png'), join(folder, 'link.png'));
    const path = join(folder, 'link.wbt');
    const shape =
      'Shape { appearance PBRAppearance { baseColorMap ImageTexture { url "link.png" } } geometry Box { } }';
    writeFileSync(path, `#VRML_SIM R2025a utf8\nSolid { children ${shape} }`);
    assert.match(loadScene(path).skipped[0]?.what ?? '', /outside the folders/);
    rmSync(outside, { recursive: true });
  });
});

describe('checkWorld', () => {
  it('when a foreign world is checked, then the report counts its nodes and tells its PROTOs apart', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jackdaw-check-'));
    const path = join(folder, 'foreign.wbt');
    writeFileSync(join(folder, 'Near.proto'), 'PROTO Near [ ] { Solid { } }');
    writeFileSync(join(folder, 'Script.proto'), 'PROTO Script [ ] { %< 1 >% }');
    writeFileSync(join(folder, 'Other.proto'), 'PROTO Else [ ] { Solid { } }');
    writeFileSync(
      path,
      `#VRML_SIM R2023b utf8
EXTERNPROTO "https://example.org/Arena.proto"
EXTERNPROTO "Near.proto"
EXTERNPROTO "Script.proto"
EXTERNPROTO "Other.proto"
WorldInfo { info [ "x" ] }
TexturedBackgroundLight { }
Arena { floor Floor { } }
Near { }
Near { }
Script { }
Other { }
`,
    );
    const report = checkWorld(path);
    assert.equal(report.version, 'R2023b');
    assert.deepEqual(report.nodes[0], { type: 'Near', count: 2 });
    assert.deepEqual(report.protos, {
      declared: ['https://example.org/Arena.proto', 'Near.proto', 'Script.proto', 'Other.proto'],
      resolved: ['Near'],
      remote: ['Arena'],
      scripts: ['Script'],
      unreadable: ['Other'],
      missing: ['TexturedBackgroundLight', 'Floor'],
    });
    assert.equal(report.scene.lights, 1);
    assert.deepEqual(report.warnings, [
      'There is no robot that can be driven.',
      'Nothing immovable can be touched: there is no floor.',
    ]);
    assert.equal(report.skipped.length, 5);
    rmSync(folder, { recursive: true });
  });
});
