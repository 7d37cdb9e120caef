// What each pixel shows, without its colour: all that labels need, at a fraction of a picture's cost.
import type { Facets } from './facets.js';
import type { View } from './view.js';
import type { Visibility } from './visibility.js';

/** Writes Solid.index + 1 of every pixel's nearest opaque surface, 0 for sky; as shading does. */
export function nameSolids(solids: Uint16Array, facets: Facets, view: View, visibility: Visibility): void {
  const { heads, starts, ends, slots, next, samplesPerSide: step, width } = visibility;
  const shift = step - 1;
  solids.fill(0);
  for (let y = shift, row = 0; y < visibility.height; y += step, row += width / step) {
    for (let span = heads[y]!; span !== 0; span = next[span]!) {
      const slot = slots[span]!;
      if (slot === 0) continue;
      const shape = facets.shapes[facets.shapeOfFacet[view.facetOfSlot[slot]!]!]!;
      solids.fill(shape.solid + 1, row + (starts[span]! >> shift), row + (ends[span]! >> shift));
    }
  }
}
