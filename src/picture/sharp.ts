// The edge to sharp: loaded on first use, so that what never touches a picture never pays for it.
import type Sharp from 'sharp';
import { toFault } from '../fault/fault.js';

export type SharpModule = typeof Sharp;

/** Throws Fault picture/unencodable if the package cannot be loaded. */
export async function loadSharp(): Promise<SharpModule> {
  try {
    const { default: sharp } = await import('sharp');
    return sharp;
  } catch (thrown) {
    throw toFault(thrown, 'picture/unencodable', {
      what: 'the picture library "sharp" cannot be loaded',
      expected: 'the npm package sharp with its prebuilt binary for this platform',
      next: 'run `npm ci` again without --omit=optional',
    });
  }
}
