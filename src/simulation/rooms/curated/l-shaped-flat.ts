// An L-shaped flat: a living room open to the kitchen, a bedroom and a hall behind doors, three kinds of floor.
import * as box from '../boxes.js';
import * as furniture from '../furniture.js';
import * as obstacle from '../obstacles.js';
import { space, stand, type Curated } from './curate.js';

export const lShapedFlat: Curated = {
  title: 'L-shaped flat',
  about: 'Living room and kitchen in an L, a hall and a bedroom behind doors; wood, tiles and carpet meet.',
  seed: 16,
  spaces: [
    space('living', [-4.5, -3.5], [0.5, 0.5]),
    space('dining', [-4.5, 0.5], [-1, 4]),
    space('hall', [0.5, -3.5], [2.4, 0.5]),
    space('bedroom', [2.4, -3.5], [6, 0.5]),
  ],
  joins: [
    { between: [0, 1], kind: 'open' },
    { between: [0, 2], kind: 'door', at: -0.6, widthM: 1 },
    { between: [2, 3], kind: 'door', at: -2.5 },
  ],
  windows: [
    { space: 0, side: 'west', at: -1.5, widthM: 1.6 },
    { space: 1, side: 'west', at: 2.2, widthM: 1.4 },
    { space: 3, side: 'east', at: -1.5, widthM: 1.6 },
  ],
  heightM: 2.5,
  floors: ['Herringbone', 'SlateTiles', 'TerracottaTiles', 'FleckCarpet'],
  walls: { surface: 'Plaster', patternM: 1.5, tint: [0.93, 0.91, 0.88] },
  start: { at: [-1.2, -0.4], yawRad: 2.6 },
  sun: { azimuthRad: 2.9, elevationRad: 0.8, color: [1, 0.9, 0.75] },
  things: (random, theme) => [
    // Living
    stand(furniture.sofa(random, theme), -2, -3, 90),
    stand(furniture.rug(random, theme, [2.2, 1.4]), -2, -1.75),
    stand(furniture.legTable(theme, [1, 0.55], 0.4, 0.05), -2, -1.9),
    stand(furniture.sideboard(theme), -4.25, -2.2),
    stand(furniture.floorLamp(theme), -0.6, -3.2),
    stand(obstacle.treePlant(random, theme), -4.1, -3.1),
    stand(box.flatBox(random, theme), -3.2, -0.9, 35),
    stand(obstacle.ball(random, theme), -0.5, -1.6),
    stand(obstacle.fallenCone(random, theme), -3.4, 0.1, 110),
    stand(obstacle.glassPane(random, theme), -0.1, -2.3, 90),
    // Kitchen
    stand(furniture.legTable(theme, [0.85, 1.4], 0.74), -2.5, 2.4),
    stand(obstacle.fourLegChair(random, theme), -3.1, 2.1, 5),
    stand(obstacle.fourLegChair(random, theme), -3.15, 2.75, -10),
    stand(obstacle.fourLegChair(random, theme), -1.85, 2.6, 170),
    stand(furniture.sideboard(theme), -2.6, 3.7, -90),
    stand(obstacle.bushyPlant(random, theme), -4.15, 3.6),
    stand(box.lowParcel(random, theme), -1.4, 1.1, 15),
    stand(obstacle.strip(random, theme), -3.7, 0.9, 5),
    // Hall
    stand(obstacle.shoe(random, theme), 2.1, 0.1, 175),
    stand(obstacle.shoe(random, theme), 2.1, -0.15, 190),
    stand(obstacle.slipper(random, theme), 2.05, -0.45, 160),
    stand(furniture.wasteBin(theme), 0.85, -3.2),
    stand(obstacle.standingCone(random, theme), 2.05, -1.4),
    // Bedroom
    stand(furniture.bed(random, theme), 4.9, -0.4, 180),
    stand(furniture.wardrobe(random, theme), 5.55, -2.8, 180),
    stand(obstacle.sledChair(random, theme), 3, 0, -60),
    stand(box.packingBox(random, theme), 4.2, -3.1, -12),
    stand(obstacle.bladePlant(random, theme), 2.75, -3.15),
    stand(obstacle.slipper(random, theme), 3.6, -1.4, 20),
  ],
  walks: [
    {
      corners: [
        [-3.8, -0.5],
        [-1, 0.1],
      ],
      speedMps: 0.8,
    },
  ],
};
