// Furniture: what fills rooms between the obstacles, and the tables and chairs that come with it.
import { node } from '../worldfile/builder.js';
import type { Random } from '../random.js';
import { choose, tinted } from './choice.js';
import type { Point } from './rect.js';
import { thing, type Color, type Thing } from './thing.js';
import type { Theme } from './theme.js';

/** A table on four legs under a top of the given size. */
export function legTable(theme: Theme, [x, y]: Point, heightM: number, legM = 0.06): Thing {
  const legHeight = heightM - 0.03;
  const [legX, legY] = [x / 2 - legM, y / 2 - legM];
  const leg = (signX: number, signY: number): number[] => [signX * legX, signY * legY, legHeight / 2];
  return thing('LegTable', 'table', {
    footprint: [x, y],
    fields: {
      topSize: [x, y, 0.03],
      topTranslation: [0, 0, heightM - 0.015],
      legSize: [legM, legM, legHeight],
      leg1: leg(1, 1),
      leg2: leg(1, -1),
      leg3: leg(-1, 1),
      leg4: leg(-1, -1),
      topAppearance: node('WoodGrain', { baseColor: theme.woodTint }),
      legColor: theme.wood,
    },
  });
}

export function pedestalTable(theme: Theme, topRadius: number): Thing {
  return thing('PedestalTable', 'table', {
    footprint: [2 * topRadius, 2 * topRadius],
    fields: { topRadius, footRadius: topRadius * 0.58, topColor: theme.light, footColor: theme.dark },
  });
}

export function desk(theme: Theme): Thing {
  return thing('Desk', 'table', {
    footprint: [0.7, 1.4],
    fields: {
      topAppearance: node('WoodGrain', { baseColor: theme.woodTint }),
      panelColor: theme.light,
      drawerColor: theme.light.map((channel) => channel * 0.92),
    },
  });
}

export function sofa(random: Random, theme: Theme): Thing {
  return thing('Sofa', 'sofa', {
    footprint: [0.87, 1.82],
    fields: {
      fabric: node('Fabric', { baseColor: theme.cloth.map((channel) => Math.min(1, channel * 1.5)) }),
      cushionColor: tinted(random, choose(random, [theme.cloth, theme.light, theme.accent]), 0.05),
    },
  });
}

export function bed(random: Random, theme: Theme): Thing {
  const blanketColor = tinted(random, choose(random, [theme.cloth, theme.accent]), 0.05);
  return thing('Bed', 'bed', { footprint: [2.06, 1.46], fields: { frameColor: theme.wood, blanketColor } });
}

export function bookShelf(random: Random, theme: Theme): Thing {
  return thing('BookShelf', 'shelf', {
    footprint: [0.31, 0.91],
    fields: {
      color: theme.wood,
      bookColor1: tinted(random, [0.5, 0.18, 0.15], 0.15),
      bookColor2: tinted(random, [0.18, 0.26, 0.4], 0.15),
      bookColor3: tinted(random, [0.78, 0.72, 0.58], 0.15),
    },
  });
}

export function sideboard(theme: Theme): Thing {
  return thing('Sideboard', 'cabinet', {
    footprint: [0.43, 1.5],
    fields: { color: theme.wood, doorColor: theme.light },
  });
}

export function wardrobe(random: Random, theme: Theme): Thing {
  return thing('Wardrobe', 'cabinet', {
    footprint: [0.68, 1.2],
    fields: { color: theme.wood, doorColor: choose(random, [theme.light, theme.wood]) },
  });
}

export function floorLamp(theme: Theme): Thing {
  return thing('FloorLamp', 'lamp', { footprint: [0.36, 0.36], fields: { poleColor: theme.dark } });
}

export function wasteBin(theme: Theme): Thing {
  return thing('WasteBin', 'bin', { footprint: [0.28, 0.28], fields: { color: theme.dark } });
}

export function palletRack(random: Random): Thing {
  const posts: readonly Color[] = [
    [0.12, 0.25, 0.5],
    [0.1, 0.35, 0.2],
    [0.4, 0.41, 0.43],
  ];
  return thing('PalletRack', 'rack', {
    footprint: [0.9, 2.48],
    fields: { postColor: choose(random, posts), load: node('Cardboard', {}) },
  });
}

/** 12 cm high: below the LIDAR plane. */
export function pallet(random: Random): Thing {
  const color = tinted(random, [0.68, 0.55, 0.38], 0.08);
  return thing('Pallet', 'pallet', { footprint: [1.2, 0.8], fields: { color } });
}

export function pillar(theme: Theme, radius: number): Thing {
  return thing('Pillar', 'wall', {
    footprint: [2 * radius, 2 * radius],
    fields: { radius, color: theme.light },
  });
}

/** Thickness of a rug: the robot drives over it. */
export const RUG_M = 0.004;

/** Lies under other things. */
export function rug(random: Random, theme: Theme, [x, y]: Point, surface = 'PatternCarpet'): Thing {
  const tint = choose(random, [[1, 1, 1], [0.75, 0.85, 1], theme.accent.map((channel) => 0.5 + channel / 2)]);
  const scale = [Math.max(1, Math.round(x / 0.6)), Math.max(1, Math.round(y / 0.6))];
  const appearance = node(surface, {
    baseColor: tint,
    textureTransform: node('TextureTransform', { scale }),
  });
  return thing('Rug', 'floor', { footprint: [x, y], fields: { size: [x, y, RUG_M], appearance } });
}
