// Tests of appearances: Webots' defaults, the older nodes, and which textures may be used.
import assert from 'node:assert/strict';
import type { Files } from '../worldfile/files.js';
import { memoryFiles } from '../worldfile/memory-files.js';
import { parseWorld } from '../worldfile/parse.js';
import { defaultLoadOptions, sceneOf } from './load.js';
import type { Appearance, Scene } from './scene.js';

function build(appearance: string, files: Files = memoryFiles({})): Scene {
  const body = `#VRML_SIM R2025a utf8\nSolid { children Shape { appearance ${appearance} geometry Box { } } }`;
  return sceneOf(parseWorld(body, '/p/worlds/a.wbt'), '/p/worlds/a.wbt', {
    ...defaultLoadOptions,
    files,
    simFolder: '/sim',
  });
}

function look(scene: Scene): Appearance {
  return scene.solids[0]!.shapes[0]!.appearance;
}

describe('appearances', () => {
  it('when a PBRAppearance says nothing, then it is a white mirror, as in Webots', () => {
    const { baseColor, roughness, metalness, transparency, texture } = look(build('PBRAppearance { }'));
    assert.deepEqual(
      [baseColor, roughness, metalness, transparency, texture],
      [[1, 1, 1], 0, 1, 0, undefined],
    );
  });

  it('when a surface glows, then intensity and colour multiply', () => {
    assert.deepEqual(
      look(build('PBRAppearance { emissiveColor 1 0.5 0 emissiveIntensity 2 }')).emissiveColor,
      [2, 1, 0],
    );
  });

  it('when an Appearance has a Material, then its diffuse colour counts', () => {
    const { baseColor, metalness, roughness } = look(
      build('Appearance { material Material { diffuseColor 1 0 0 shininess 0.25 } }'),
    );
    assert.deepEqual([baseColor, metalness, roughness], [[1, 0, 0], 0, 0.75]);
  });

  it('when there is no appearance or its PROTO is missing, then the surface is plain and matt', () => {
    assert.deepEqual(look(build('NULL')).baseColor, [1, 1, 1]);
    assert.deepEqual(
      [look(build('Parquetry { }')).baseColor, look(build('Parquetry { }')).metalness],
      [[0.7, 0.7, 0.7], 0],
    );
    assert.deepEqual(look(build('GlossyPaint { baseColor 0 1 0 }')).baseColor, [0, 1, 0]);
  });

  const image = (url: string): string =>
    `PBRAppearance { baseColorMap ImageTexture { url "${url}" repeatS FALSE } textureTransform TextureTransform { scale 2 3 } }`;
  const files = memoryFiles({
    '/p/worlds/wood.png': '',
    '/p/textures/tile.jpg': '',
    '/etc/secret.png': '',
    '/sim/textures/a.png': '',
  });

  it('when a texture lies in the project or in ours, then it is used with its transform', () => {
    const { texture, textureTransform } = look(build(image('wood.png'), files));
    assert.deepEqual(texture, { file: '/p/worlds/wood.png', repeatS: false, repeatT: true });
    assert.deepEqual(textureTransform, { center: [0, 0], rotation: 0, scale: [2, 3], translation: [0, 0] });
    assert.equal(look(build(image('../textures/tile.jpg'), files)).texture?.file, '/p/textures/tile.jpg');
    assert.equal(look(build(image('/sim/textures/a.png'), files)).texture?.file, '/sim/textures/a.png');
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['remote', 'https://x/wood.png', /not on this machine/],
    ['no image', 'wood.hdr', /only PNG and JPEG/],
    ['nowhere', 'gone.png', /no such file/],
    ['outside the project', '../../etc/secret.png', /outside the folders/],
  ];
  for (const [what, url, why] of refused) {
    it(`when a texture is ${what}, then the colour is used and the texture named once`, () => {
      const scene = build(image(url), files);
      assert.equal(look(scene).texture, undefined);
      assert.equal(scene.skipped.length, 1);
      assert.match(scene.skipped[0]!.what, why);
      assert.match(scene.skipped[0]!.where, /a\.wbt:2:/);
    });
  }
});
