// The usual assets: what `sim/protos` has.
import { crate } from './boxes.js';
import * as furniture from './furniture.js';
import type { Kit } from './kit.js';
import * as obstacle from './obstacles.js';
import { standardFloors, standardWalls } from './surfaces.js';

export const standardKit: Kit = {
  assets: 'standard',
  layouts: ['rectangle', 'l-shape', 'rooms'],
  floors: standardFloors,
  walls: standardWalls,
  rugSurface: 'PatternCarpet',
  coverSurfaces: ['PatternCarpet', 'PatternCarpet'],
  scatterings: obstacle.scatterings,
  hazards: obstacle.hazards,
  people: ['WalkingPerson'],
  lowTable: (random, theme) =>
    furniture.legTable(theme, [0.55, random.between(0.8, 1.1)], random.between(0.38, 0.45), 0.05),
  drawDiningLength: (random) => random.between(1.2, 1.9),
  diningTable: (random, theme, lengthM) =>
    furniture.legTable(theme, [0.85, lengthM], random.between(0.72, 0.76)),
  diningChairs: [obstacle.fourLegChair, obstacle.sledChair],
  cafeTable: (_, theme, radiusM) => furniture.pedestalTable(theme, radiusM),
  cafeChairs: [obstacle.sledChair, obstacle.stool, obstacle.fourLegChair],
  desk: (_, theme) => furniture.desk(theme),
  deskChair: obstacle.officeChair,
  playTable: (_, theme) => furniture.legTable(theme, [0.7, 0.7], 0.5, 0.05),
  playChair: obstacle.stool,
  tallPlant: obstacle.treePlant,
  crate,
};
