// A corridor with three rooms off it: tiles, thresholds at the doors, shoes along the wall, somebody walking up and down.
import * as box from '../boxes.js';
import * as furniture from '../furniture.js';
import * as obstacle from '../obstacles.js';
import { space, stand, type Curated } from './curate.js';

export const corridor: Curated = {
  title: 'Corridor',
  about: 'A long corridor with three rooms, passed by a person who walks up and down.',
  seed: 13,
  spaces: [
    space('hall', [-5, -1], [5, 1]),
    space('store', [-5, 1], [-1.4, 3.6]),
    space('bedroom', [-1.4, 1], [5, 3.6]),
    space('office', [-2, -4], [2.4, -1]),
  ],
  joins: [
    { between: [0, 1], kind: 'door', at: -3.4 },
    { between: [0, 2], kind: 'door', at: 2.6 },
    { between: [0, 3], kind: 'door', at: 0.2, widthM: 1 },
  ],
  windows: [
    { space: 0, side: 'east', at: 0, widthM: 1 },
    { space: 2, side: 'north', at: 2, widthM: 1.6 },
    { space: 3, side: 'south', at: 0.2, widthM: 1.4 },
  ],
  floors: ['CheckerTiles', 'RoughConcrete', 'PileCarpet', 'GreyLaminate'],
  walls: { surface: 'Plaster', patternM: 1.5, tint: [0.88, 0.91, 0.87] },
  start: { at: [-4.2, 0.2], yawRad: 0 },
  sun: { azimuthRad: 0.2, elevationRad: 0.8 },
  things: (random, theme) => [
    // Along the corridor
    stand(obstacle.shoe(random, theme), -2.5, 0.78, 95),
    stand(obstacle.shoe(random, theme), -2.3, 0.78, 85),
    stand(obstacle.slipper(random, theme), -2, 0.75, 60),
    stand(obstacle.treePlant(random, theme), 4.6, 0.6),
    stand(obstacle.fallenCone(random, theme), -1.2, -0.6, 20),
    stand(box.flatBox(random, theme), 1.6, 0.72, 8),
    stand(box.lowParcel(random, theme), 3.6, -0.72, -6),
    stand(obstacle.strip(random, theme), 2.2, -0.72, 4),
    stand(furniture.sideboard(theme), -3.6, -0.72, 90),
    // Store
    stand(furniture.pallet(random), -4.2, 3),
    stand(box.crate(random, theme), -2, 3.2, 12),
    stand(box.packingBox(random, theme), -2, 2.3, -20),
    stand(obstacle.standingCone(random, theme), -4.6, 1.7),
    // Bedroom
    stand(furniture.bed(random, theme), 3.9, 2.6, 180),
    stand(furniture.wardrobe(random, theme), -0.9, 2.9),
    stand(obstacle.fourLegChair(random, theme), 1, 3.2, -80),
    stand(obstacle.ball(random, theme), 1.2, 2),
    stand(obstacle.bladePlant(random, theme), 2.1, 3.3),
    // Office
    stand(furniture.desk(theme), 1.4, -3.55, -90),
    stand(obstacle.officeChair(random, theme), 1.3, -2.8, -70),
    stand(furniture.bookShelf(random, theme), -1.77, -2.6),
    stand(furniture.wasteBin(theme), 2.1, -2.6),
    stand(obstacle.glassPane(random, theme), -0.6, -2.3, 90),
  ],
  walks: [
    {
      corners: [
        [-2.2, -0.05],
        [4, 0.05],
      ],
      speedMps: 0.7,
    },
  ],
};
