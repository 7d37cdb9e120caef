// A picture of a dataset from its file to pixels; one that is missing or damaged is said by name.
import { readFile } from 'node:fs/promises';
import { Fault, retold, toFault } from '../fault/fault.js';
import { decodePicture, type DecodeOptions, type Picture } from '../picture/decode.js';

const NEXT =
  'Run `npx jackdaw dataset check` on the dataset: it names every such file. Copy the dataset again, or build it again.';

/** Throws dataset/unreadable, picture/undecodable. */
export async function readPicture(path: string, options?: DecodeOptions): Promise<Picture> {
  return decodeAt(path, await readPictureBytes(path), options);
}

/** Throws dataset/unreadable. */
export async function readPictureBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    throw toFault(thrown, 'dataset/unreadable', {
      what: 'an image of the dataset cannot be read',
      where: path,
      next: NEXT,
    });
  }
}

/** Of bytes that were read there. Throws picture/undecodable. */
export async function decodeAt(where: string, bytes: Uint8Array, options?: DecodeOptions): Promise<Picture> {
  try {
    return await decodePicture(bytes, options);
  } catch (thrown) {
    throw thrown instanceof Fault ? retold(thrown, { where, next: NEXT }) : thrown;
  }
}
