// Glass, laid over the finished picture far to near: its own colour, more of it the flatter one looks at it.
import type { Facets } from './facets.js';
import { TEXELS_PER_CELL } from './facets.js';
import type { Lighting } from './lighting.js';
import type { Pinhole } from './pinhole.js';
import { SLOT_STRIDE } from './view.js';
import type { View } from './view.js';
import type { Visibility } from './visibility.js';

/** How much of the room glass mirrors at grazing angles. */
const MIRRORING = 0.55;

export class GlassPainter {
  readonly #facets: Facets;
  readonly #lighting: Lighting;
  readonly #view: View;
  readonly #visibility: Visibility;
  readonly #pinhole: Pinhole;
  /** 1/metres of what is seen in the row at hand. */
  readonly #nearest: Float64Array;

  constructor(facets: Facets, lighting: Lighting, view: View, visibility: Visibility, pinhole: Pinhole) {
    this.#facets = facets;
    this.#lighting = lighting;
    this.#view = view;
    this.#visibility = visibility;
    this.#pinhole = pinhole;
    this.#nearest = new Float64Array(visibility.width);
  }

  /** solids: Solid.index + 1 of the nearest glass in each pixel. Returns whether there may be any. */
  paint(rgb: Uint8Array, solids: Uint16Array): boolean {
    let found = false;
    solids.fill(0);
    this.#view.eachGlassFacet((slot, facet) => {
      found = true;
      this.#paintFacet(rgb, solids, slot, facet);
    });
    return found;
  }

  #paintFacet(rgb: Uint8Array, solids: Uint16Array, slot: number, facet: number): void {
    const { solid, material } = this.#facets.shapes[this.#facets.shapeOfFacet[facet]!]!;
    const [r, g, b] = this.#colorOf(facet);
    const { width, samplesPerSide: step } = this.#visibility;
    const { top, bottom, left, right } = this.#view.footprint;
    const nearest = this.#nearest;
    const { gradients } = this.#view;
    const { focal, centerX, centerY } = this.#pinhole;
    const [byX, byY, at] = [
      gradients[slot * SLOT_STRIDE]!,
      gradients[slot * SLOT_STRIDE + 1]!,
      gradients[slot * SLOT_STRIDE + 2]!,
    ];
    // The plane is n·X = d; 1/depth is n·(x, y, 1)/d, so the length of its gradient is 1/d.
    const distance = 1 / Math.hypot(byX * focal, byY * focal, at + byX * centerX + byY * centerY);
    for (let y = top | (step - 1); y < bottom; y += step) {
      const [start, end] = [left[y]!, right[y]!];
      if (start >= end) continue;
      this.#visibility.writeNearness(y, start, end, nearest);
      for (let x = start | (step - 1); x < end; x += step) {
        const nearness = byX * (x + 0.5) + byY * (y + 0.5) + at;
        if (nearness <= nearest[x]!) continue;
        const pixel = (((y / step) | 0) * width) / step + ((x / step) | 0);
        const slant = Math.hypot(x + 0.5 - centerX, y + 0.5 - centerY, focal) / focal;
        const share = veil(material.opacity, (distance * nearness) / slant);
        solids[pixel] = solid + 1;
        rgb[pixel * 3]! += share * (r - rgb[pixel * 3]!);
        rgb[pixel * 3 + 1]! += share * (g - rgb[pixel * 3 + 1]!);
        rgb[pixel * 3 + 2]! += share * (b - rgb[pixel * 3 + 2]!);
      }
    }
  }

  /** Screen values of the middle of the facet's patch, 0..255. */
  #colorOf(facet: number): readonly [number, number, number] {
    const patchIndex = this.#facets.patchOfFacet[facet]!;
    const { columns, rows } = this.#facets.patches[patchIndex]!;
    const [s, t] = [(columns * TEXELS_PER_CELL) / 2, (rows * TEXELS_PER_CELL) / 2];
    const map = this.#lighting.mapOf(patchIndex);
    if (map.staleCount > 0) this.#lighting.freshen(map, s, t, s, t);
    const code = map.texels[t * columns * TEXELS_PER_CELL + s]!;
    return [(code & 1023) >> 2, ((code >> 10) & 1023) >> 2, code >> 22];
  }
}

/** Share of the glass's own colour: its opacity, growing to a mirror as Schlick's approximation of Fresnel has it. */
function veil(opacity: number, cosine: number): number {
  return opacity + (1 - opacity) * MIRRORING * (1 - Math.min(1, cosine)) ** 5;
}
