// Textures as the shader reads them: sides a power of two, each level half of the one before, one pixel in one number.
import { readFile } from 'node:fs/promises';
import { decodePicture } from '../../picture/decode.js';
import type { Picture } from '../../picture/decode.js';
import type { PixelSize } from '../../picture/encode.js';
import { toFault } from '../../fault/fault.js';
import type { Scene } from '../scene/scene.js';

/** Larger pictures are reduced: at 320 pixels across, nothing finer can be seen. */
const MAX_SIDE = 1024;
/** Smaller ones grow, smoothly, to twice their size: near the lens their texels would be seen. */
const SMALL_SIDE = 256;

export interface MipMap {
  /** Base-2 logarithms of the sides of level 0. */
  readonly widthBits: number;
  readonly heightBits: number;
  readonly levels: number;
  /** r | g << 8 | b << 16, row by row, v downwards; all levels one after the other. */
  readonly texels: Int32Array;
  /** Where each level starts in `texels`. */
  readonly starts: Int32Array;
}

/** Every texture of a scene by file, each decoded once. Throws Fault picture/undecodable with the file's name in `where`. */
export async function openTextures(scene: Scene): Promise<ReadonlyMap<string, MipMap>> {
  const files = new Set<string>();
  for (const solid of scene.solids) {
    for (const { appearance } of solid.shapes) {
      if (appearance.texture !== undefined) files.add(appearance.texture.file);
    }
  }
  const opened = [...files].map(async (file) => [file, createMipMap(await readPicture(file))] as const);
  return new Map(await Promise.all(opened));
}

async function readPicture(file: string): Promise<Picture> {
  try {
    return await decodePicture(await readFile(file), { resizeTo: powersOfTwo });
  } catch (thrown) {
    throw toFault(thrown, 'picture/undecodable', {
      what: 'a texture cannot be read',
      where: file,
      next: 'check the url of the ImageTexture',
    });
  }
}

/** The picture's sides must be powers of two. */
export function createMipMap(picture: Picture): MipMap {
  const widthBits = Math.log2(picture.width);
  const heightBits = Math.log2(picture.height);
  const levels = Math.max(widthBits, heightBits) + 1;
  const starts = new Int32Array(levels + 1);
  for (let level = 0; level < levels; level++) {
    starts[level + 1] = starts[level]! + side(widthBits, level) * side(heightBits, level);
  }
  const texels = new Int32Array(starts[levels]!);
  // Squared, so that halving keeps brightness.
  let squares: Float32Array = new Float32Array(picture.rgb.length);
  for (let i = 0; i < squares.length; i++) squares[i] = picture.rgb[i]! * picture.rgb[i]!;
  for (let level = 0; level < levels; level++) {
    const [width, height] = [side(widthBits, level), side(heightBits, level)];
    if (level === 0) packBytes(texels, picture.rgb);
    else pack(texels, starts[level]!, squares);
    squares = halve(squares, width, height);
  }
  return { widthBits, heightBits, levels, texels, starts: starts.subarray(0, levels) };
}

function side(bits: number, level: number): number {
  return Math.max(1, (1 << bits) >> level);
}

function powersOfTwo({ width, height }: PixelSize): PixelSize {
  const growth = Math.max(width, height) <= SMALL_SIDE ? 2 : 1;
  const nearest = (length: number) => Math.min(MAX_SIDE, 2 ** Math.round(Math.log2(length * growth)));
  return { width: nearest(width), height: nearest(height) };
}

function halve(pixels: Float32Array, width: number, height: number): Float32Array {
  const [newWidth, newHeight] = [Math.max(1, width >> 1), Math.max(1, height >> 1)];
  const right = width > 1 ? 3 : 0;
  const below = height > 1 ? width * 3 : 0;
  const out = new Float32Array(newWidth * newHeight * 3);
  for (let y = 0, to = 0; y < newHeight; y++) {
    for (let x = 0, at = 2 * y * below; x < newWidth; x++, at += 2 * right) {
      for (let from = at; from < at + 3; from++, to++) {
        const sum =
          pixels[from]! + pixels[from + right]! + pixels[from + below]! + pixels[from + below + right]!;
        out[to] = sum / 4;
      }
    }
  }
  return out;
}

function packBytes(texels: Int32Array, rgb: Uint8Array): void {
  for (let i = 0, at = 0; at < rgb.length; i++, at += 3)
    texels[i] = rgb[at]! | (rgb[at + 1]! << 8) | (rgb[at + 2]! << 16);
}

function pack(texels: Int32Array, start: number, squares: Float32Array): void {
  for (let to = start, at = 0; at < squares.length; to++, at += 3) {
    const r = (Math.sqrt(squares[at]!) + 0.5) | 0;
    const g = (Math.sqrt(squares[at + 1]!) + 0.5) | 0;
    const b = (Math.sqrt(squares[at + 2]!) + 0.5) | 0;
    texels[to] = r | (g << 8) | (b << 16);
  }
}
