// The name of a picture that was exported from a bag: the bag's own, and the number of its frame. By it labels find back.
import { basename, resolve } from 'node:path';

/** Of a bag by its path, in letters that every labelling tool leaves alone. */
export function bagNameOf(path: string): string {
  const name = basename(resolve(path)).replace(/\.(mcap|db3)(\.zstd)?$/, '');
  return name.replaceAll(/[^\p{L}\p{N}_-]/gu, '_');
}

/** `kitchen-000012.jpg` */
export function pictureName(bag: string, frame: number, extension: 'jpg' | 'png'): string {
  return `${bagNameOf(bag)}-${String(frame).padStart(6, '0')}.${extension}`;
}
