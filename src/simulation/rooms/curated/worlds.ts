// The worlds designed by hand, by the name of their file in sim/worlds.
import { worldFrom } from '../document.js';
import { writeWorld } from '../../worldfile/write.js';
import { clutteredNursery } from './cluttered-nursery.js';
import { corridor } from './corridor.js';
import { draftFrom, type Curated } from './curate.js';
import { lShapedFlat } from './l-shaped-flat.js';
import { livingRoom } from './living-room.js';
import { office } from './office.js';
import { warehouseAisle } from './warehouse-aisle.js';

export const curatedWorlds: Readonly<Record<string, Curated>> = {
  'living-room': livingRoom,
  office,
  corridor,
  'warehouse-aisle': warehouseAisle,
  'cluttered-nursery': clutteredNursery,
  'l-shaped-flat': lShapedFlat,
};

/** The text of sim/worlds/<name>.wbt. */
export function curatedText(curated: Curated): string {
  return writeWorld(worldFrom(draftFrom(curated), (proto) => `../protos/${proto}.proto`));
}
