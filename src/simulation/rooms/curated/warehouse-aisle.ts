// A warehouse: rows of racks to pass under, pallets that lie below the LIDAR plane, cones round a spill.
import * as box from '../boxes.js';
import * as furniture from '../furniture.js';
import * as obstacle from '../obstacles.js';
import { space, stand, type Curated } from './curate.js';

export const warehouseAisle: Curated = {
  title: 'Warehouse aisle',
  about: 'Two aisles between racks; pallets 12 cm high and fallen cones are not in the LIDAR plane.',
  seed: 14,
  spaces: [space('store', [-5.5, -4], [5.5, 4])],
  windows: [{ space: 0, side: 'east', at: 0, widthM: 2 }],
  heightM: 3,
  floors: ['SmoothConcrete'],
  walls: { surface: 'BrickWall', patternM: 0.9, tint: [0.9, 0.9, 0.9] },
  start: { at: [-4.6, 0], yawRad: 0 },
  sun: { azimuthRad: 0.1, elevationRad: 0.75, color: [0.95, 0.97, 1] },
  things: (random, theme) => [
    ...[-2.6, 0, 2.6].flatMap((x) => [
      stand(furniture.palletRack(random), x, 3.45, 90),
      stand(furniture.palletRack(random), x, 1.2, 90),
      stand(furniture.palletRack(random), x, -1.2, 90),
      stand(furniture.palletRack(random), x, -3.45, 90),
    ]),
    stand(furniture.pallet(random), -2.9, 1.2, 3),
    stand(furniture.pallet(random), 2.2, -1.2, -4),
    stand(furniture.pallet(random), 4.5, 3.1, 90),
    stand(furniture.pallet(random), 1.1, 2.45, 8),
    stand(box.crate(random, theme), 2.3, 1.15, 5),
    stand(box.crate(random, theme), -0.5, -1.15, -10),
    stand(box.crate(random, theme), -2.2, 3.4, 0),
    stand(box.packingBox(random, theme), 0.4, 1.25, 25),
    stand(box.packingBox(random, theme), -3.2, -1.3, -15),
    stand(box.packingBox(random, theme), 3.1, -3.5, 10),
    stand(box.lowParcel(random, theme), -1.6, -0.4, 50),
    stand(box.storageBin(random, theme), 4.9, -1.2, 90),
    stand(obstacle.standingCone(random, theme), 2.1, 0.35),
    stand(obstacle.standingCone(random, theme), 3.1, -0.4),
    stand(obstacle.fallenCone(random, theme), 2.7, 0.1, 65),
    stand(obstacle.fallenCone(random, theme), -2, 0.5, 200),
    stand(obstacle.strip(random, theme), 0, 0, 90),
    stand(obstacle.shoe(random, theme), -4.9, -3.5, 20),
    stand(obstacle.ball(random, theme), -0.8, 2.4),
    stand(furniture.desk(theme), -5.05, -2),
    stand(obstacle.officeChair(random, theme), -4.4, -2.1, 175),
    stand(furniture.legTable(theme, [1.6, 0.8], 0.9), -4.9, 3.4),
    stand(obstacle.stool(random, theme), -4.7, 2.6),
    stand(furniture.pillar(theme, 0.18), 4.3, 0.9),
    stand(obstacle.bushyPlant(random, theme), -5.1, 1.2),
    stand(obstacle.glassPane(random, theme), 4.8, -2.9, 90),
  ],
  walks: [
    {
      corners: [
        [-3.3, -2.3],
        [3.6, -2.3],
      ],
      speedMps: 0.9,
    },
    {
      corners: [
        [2.3, 2.3],
        [3.9, 2.3],
        [4.8, 1.6],
        [4.8, -0.3],
        [4.8, 1.6],
        [3.9, 2.3],
      ],
      speedMps: 1,
    },
  ],
};
