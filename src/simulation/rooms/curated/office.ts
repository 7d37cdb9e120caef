// An office: two islands of desks with swivel chairs, a glass corner for meetings, cable ducts across the aisle.
import * as box from '../boxes.js';
import * as furniture from '../furniture.js';
import * as obstacle from '../obstacles.js';
import { space, stand, type Curated } from './curate.js';

export const office: Curated = {
  title: 'Office',
  about: 'Desk islands with star-based chairs, glass screens that the LIDAR passes through, cable ducts.',
  seed: 12,
  spaces: [space('office', [-4, -3], [4, 3])],
  windows: [
    { space: 0, side: 'north', at: -2.4, widthM: 1.6 },
    { space: 0, side: 'north', at: 0, widthM: 1.6 },
    { space: 0, side: 'west', at: 0.5, widthM: 1.6 },
  ],
  heightM: 2.6,
  floors: ['LoopCarpet'],
  walls: { surface: 'Plaster', patternM: 1.5, tint: [0.95, 0.96, 0.97] },
  theme: { light: [0.9, 0.9, 0.89], dark: [0.13, 0.13, 0.14], cloth: [0.2, 0.3, 0.42] },
  start: { at: [0.2, -0.4], yawRad: 0.3 },
  things: (random, theme) => [
    stand(furniture.desk(theme), -2.6, 1.5),
    stand(furniture.desk(theme), -1.9, 1.5, 180),
    stand(obstacle.officeChair(random, theme), -3.35, 1.7, 10),
    stand(obstacle.officeChair(random, theme), -1.05, 1.25, 150),
    stand(furniture.desk(theme), -2.6, -1.6),
    stand(furniture.desk(theme), -1.9, -1.6, 180),
    stand(obstacle.officeChair(random, theme), -3.3, -1.3, -25),
    stand(obstacle.officeChair(random, theme), -1, -1.75, 200),
    stand(furniture.wasteBin(theme), -2.25, 0.6),
    stand(furniture.wasteBin(theme), -2.25, -0.6),
    // The meeting corner: glass on two sides, a gap between them to go in.
    stand(obstacle.glassPane(random, theme), 1.55, 2.3, 90),
    stand(obstacle.glassPane(random, theme), 3.2, 0.75),
    stand(furniture.pedestalTable(theme, 0.55), 2.9, 2),
    stand(obstacle.sledChair(random, theme), 2.1, 2.1, -5),
    stand(obstacle.sledChair(random, theme), 3.5, 1.5, 140),
    stand(furniture.bookShelf(random, theme), 3.78, -1.2, 180),
    stand(furniture.bookShelf(random, theme), 3.78, -2.2, 180),
    stand(furniture.sideboard(theme), 1.8, -2.72, 90),
    stand(obstacle.treePlant(random, theme), -3.6, 0),
    stand(obstacle.bladePlant(random, theme), 0.4, 2.7),
    stand(box.packingBox(random, theme), 3.1, -2.6, 20),
    stand(box.flatBox(random, theme), 1.4, -1.7, -30),
    stand(obstacle.strip(random, theme), -0.2, 0.55, 15),
    stand(obstacle.strip(random, theme), 0.7, -2.3, 95),
    stand(obstacle.strip(random, theme), 2.3, 0.1, 120),
    stand(obstacle.shoe(random, theme), -2.9, -2.55, 30),
    stand(obstacle.ball(random, theme), 0.2, 1.4),
    stand(obstacle.standingCone(random, theme), 1, 0.6),
  ],
  walks: [
    {
      corners: [
        [-0.3, -2.5],
        [-0.3, -1],
        [2.6, -1.1],
        [-0.3, -1],
      ],
      speedMps: 0.9,
    },
  ],
};
