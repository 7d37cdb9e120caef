// Runs of equal values in a row of pixels, found two at a time: most of a segmentation is long runs.

/** A buffer of pixels with a view of it by pairs. */
export interface PixelPairs {
  readonly pixels: Uint16Array;
  readonly pairs: Uint32Array;
}

export function pairsOf(pixels: Uint16Array): PixelPairs {
  return { pixels, pairs: new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length >> 1) };
}

/** The first place from `start` on, before `end`, whose value is another. */
export function endOfRun({ pixels, pairs }: PixelPairs, start: number, end: number): number {
  const value = pixels[start]!;
  let at = start + 1;
  if ((at & 1) === 1 && at < end && pixels[at] === value) at++;
  if ((at & 1) === 0) {
    const pair = (value | (value << 16)) >>> 0;
    while (at + 1 < end && pairs[at >> 1] === pair) at += 2;
  }
  while (at < end && pixels[at] === value) at++;
  return at;
}
