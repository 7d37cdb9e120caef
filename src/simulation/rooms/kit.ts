// A set of assets to make rooms of: what things, floors, walls and layouts there are. Training sees one set, its proof another.
import type { ObstacleClass } from '../scene/obstacle-classes.js';
import type { Random } from '../random.js';
import type { Layout } from './layouts.js';
import type { FloorSurfaces, WallSurfaces } from './surfaces.js';
import type { Draw, Theme } from './theme.js';
import type { Thing } from './thing.js';

/** standard: `sim/protos`, for training and everything else. heldout: `sim/heldout`, which no training frame may show. */
export const assetSets = ['standard', 'heldout'] as const;
export type AssetSet = (typeof assetSets)[number];

/** What lies about; chairs and tables also come in sets, people walk. */
export type LooseClass = Exclude<ObstacleClass, 'person' | 'table'>;

type SizedDraw = (random: Random, theme: Theme, sizeM: number) => Thing;

export interface Kit {
  readonly assets: AssetSet;
  readonly layouts: readonly Layout[];
  readonly floors: FloorSurfaces;
  readonly walls: WallSurfaces;
  readonly rugSurface: string;
  /** What rugs and mats of rooms in wide variety may show, beside the carpets. */
  readonly coverSurfaces: readonly string[];
  /** What is scattered for each class, and those of it that the LIDAR misses or sees a thin part of. */
  readonly scatterings: Readonly<Record<LooseClass, readonly Draw[]>>;
  readonly hazards: Readonly<Record<LooseClass, readonly Draw[]>>;
  /** PROTOs of people; one of them is drawn where there are more. */
  readonly people: readonly string[];
  readonly lowTable: Draw;
  readonly drawDiningLength: (random: Random) => number;
  readonly diningTable: SizedDraw;
  readonly diningChairs: readonly Draw[];
  /** By the radius of its top, as far as it has one. */
  readonly cafeTable: SizedDraw;
  readonly cafeChairs: readonly Draw[];
  readonly desk: Draw;
  readonly deskChair: Draw;
  readonly playTable: Draw;
  readonly playChair: Draw;
  readonly tallPlant: Draw;
  readonly crate: Draw;
}
