// A living room: sofa corner on a rug, round table, shelves, toys and shoes left on the floor.
import * as box from '../boxes.js';
import * as furniture from '../furniture.js';
import * as obstacle from '../obstacles.js';
import { space, stand, type Curated } from './curate.js';

export const livingRoom: Curated = {
  title: 'Living room',
  about: 'A sofa corner, a table for three, and what an evening left on the floor.',
  seed: 11,
  spaces: [space('living', [-3, -2.4], [3, 2.4])],
  windows: [
    { space: 0, side: 'north', at: -1.4, widthM: 1.4 },
    { space: 0, side: 'north', at: 1.4, widthM: 1.4 },
  ],
  floors: ['OakPlanks'],
  walls: { surface: 'Plaster', patternM: 1.5, tint: [0.97, 0.94, 0.87] },
  theme: { cloth: [0.36, 0.44, 0.5], accent: [0.8, 0.5, 0.2] },
  start: { at: [0.5, -1.5], yawRad: 1.2 },
  things: (random, theme) => [
    stand(furniture.rug(random, theme, [1.7, 2.3]), -1.35, 0),
    stand(furniture.sofa(random, theme), -2.45, 0),
    stand(furniture.legTable(theme, [0.6, 1], 0.42, 0.05), -1.2, 0.1),
    stand(furniture.floorLamp(theme), -2.7, 1.35),
    stand(obstacle.bushyPlant(random, theme), -2.65, -1.4),
    stand(furniture.bookShelf(random, theme), -1.5, -2.17, 90),
    stand(furniture.bookShelf(random, theme), -0.55, -2.17, 90),
    stand(furniture.sideboard(theme), 2.72, -0.4, 180),
    stand(furniture.pedestalTable(theme, 0.5), 1.75, 1.35),
    stand(obstacle.fourLegChair(random, theme), 1.05, 1.45, -8),
    stand(obstacle.fourLegChair(random, theme), 2.4, 1.65, 195),
    stand(obstacle.sledChair(random, theme), 1.85, 0.65, 100),
    stand(obstacle.treePlant(random, theme), 2.6, -1.95),
    stand(box.flatBox(random, theme), -0.35, 0.55, 30),
    stand(box.flatBox(random, theme), -0.2, -0.75, -65),
    stand(obstacle.ball(random, theme), 0.9, -0.2),
    stand(obstacle.slipper(random, theme), -1.6, 1.1, 40),
    stand(obstacle.slipper(random, theme), -1.4, 1.25, 85),
    stand(obstacle.shoe(random, theme), 1.7, -2.1, 95),
    stand(obstacle.shoe(random, theme), 1.9, -2.05, 80),
    stand(box.packingBox(random, theme), 0.2, 1.95, 12),
    stand(obstacle.lowPlant(random, theme), -0.9, 2.1),
    stand(obstacle.strip(random, theme), 0.3, 1.05, 75),
    stand(obstacle.fallenCone(random, theme), 2, -1.2, 140),
  ],
};
