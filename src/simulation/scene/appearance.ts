// What a surface looks like: PBRAppearance, the older Appearance with Material, and textures found on this machine.
import { dirname, resolve } from 'node:path';
import type { Files } from '../worldfile/files.js';
import { findFields } from '../worldfile/fields.js';
import { isRemote } from '../worldfile/library.js';
import {
  booleanField,
  findField,
  nodeField,
  numberField,
  pairField,
  stringsField,
  tripleField,
} from '../worldfile/reading.js';
import type { Node } from '../worldfile/tree.js';
import type { SceneDraft } from './draft.js';
import type { Appearance, Texture, TextureTransform } from './scene.js';

/** Where textures may come from. */
export interface TextureSource {
  readonly files: Files;
  /** Absolute folders; a texture outside them and outside its own file's folder is not used. */
  readonly folders: readonly string[];
}

const plain: Appearance = {
  baseColor: [1, 1, 1],
  texture: undefined,
  textureTransform: undefined,
  transparency: 0,
  roughness: 1,
  metalness: 0,
  emissiveColor: [0, 0, 0],
};

/** Stands in for the appearance PROTOs we do not have. */
const unknownSurface: Appearance = { ...plain, baseColor: [0.7, 0.7, 0.7] };

export function appearanceOf(node: Node | undefined, draft: SceneDraft, source: TextureSource): Appearance {
  if (node === undefined) return plain;
  if (node.type === 'PBRAppearance') return pbrAppearance(node, draft, source);
  if (node.type === 'Appearance') return oldAppearance(node, draft, source);
  if (findFields(node.type) !== undefined) return plain;
  const isColored = findField(node, 'baseColor') !== undefined;
  return isColored ? { ...unknownSurface, baseColor: tripleField(node, 'baseColor') } : unknownSurface;
}

function pbrAppearance(node: Node, draft: SceneDraft, source: TextureSource): Appearance {
  const intensity = numberField(node, 'emissiveIntensity');
  const [red, green, blue] = tripleField(node, 'emissiveColor');
  return {
    baseColor: tripleField(node, 'baseColor'),
    texture: textureOf(nodeField(node, 'baseColorMap'), draft, source),
    textureTransform: transformOf(nodeField(node, 'textureTransform')),
    transparency: numberField(node, 'transparency'),
    roughness: numberField(node, 'roughness'),
    metalness: numberField(node, 'metalness'),
    emissiveColor: [red * intensity, green * intensity, blue * intensity],
  };
}

function oldAppearance(node: Node, draft: SceneDraft, source: TextureSource): Appearance {
  const material = nodeField(node, 'material');
  const common = {
    texture: textureOf(nodeField(node, 'texture'), draft, source),
    textureTransform: transformOf(nodeField(node, 'textureTransform')),
  };
  if (material === undefined) return { ...plain, ...common };
  return {
    ...common,
    baseColor: tripleField(material, 'diffuseColor'),
    transparency: numberField(material, 'transparency'),
    roughness: 1 - numberField(material, 'shininess'),
    metalness: 0,
    emissiveColor: tripleField(material, 'emissiveColor'),
  };
}

function transformOf(node: Node | undefined): TextureTransform | undefined {
  if (node === undefined) return undefined;
  return {
    center: pairField(node, 'center'),
    rotation: numberField(node, 'rotation'),
    scale: pairField(node, 'scale'),
    translation: pairField(node, 'translation'),
  };
}

function textureOf(node: Node | undefined, draft: SceneDraft, source: TextureSource): Texture | undefined {
  const url = node === undefined ? undefined : stringsField(node, 'url')[0];
  if (node === undefined || url === undefined || url === '') return undefined;
  const file = findTexture(url, node, source);
  if (typeof file === 'string') {
    return { file, repeatS: booleanField(node, 'repeatS'), repeatT: booleanField(node, 'repeatT') };
  }
  draft.skip(`Texture "${url}" was skipped: ${file.why}`, node.at);
  return undefined;
}

/** A URL is relative to the file it is written in, which after PROTO expansion is the field's, not the node's. */
function findTexture(
  url: string,
  node: Node,
  { files, folders }: TextureSource,
): string | { readonly why: string } {
  if (isRemote(url)) return { why: 'it is not on this machine' };
  if (!/\.(?:png|jpe?g)$/i.test(url)) return { why: 'only PNG and JPEG images are used' };
  const writtenIn = findField(node, 'url')?.at?.file;
  const folder = writtenIn === undefined ? folders[0] : dirname(writtenIn);
  if (folder === undefined) return { why: 'there is no folder to look in' };
  const file = files.findFile(resolve(folder, url));
  if (file === undefined) return { why: 'there is no such file' };
  const places = [resolve(folder), ...folders].map((place) => files.findFolder(place));
  const isNear = places.some((place) => place !== undefined && file.startsWith(`${place}/`));
  return isNear ? file : { why: 'it lies outside the folders of the world and its PROTOs' };
}
