// Many more floors, walls and rugs, for rooms to learn from: a network shall know a kind of floor by more than a few drawings of it.
import type { FloorSurfaces, WallSurfaces } from './surfaces.js';

export const wideFloors: FloorSurfaces = {
  wood: [
    ['NarrowStrips', 1, [0.75, 0.6, 0.39]],
    ['RusticBoards', 1.1, [0.63, 0.48, 0.32]],
    ['VinylPlanks', 1.1, [0.62, 0.59, 0.56]],
    ['FingerParquet', 0.9, [0.58, 0.44, 0.29]],
    ['BrickParquet', 0.9, [0.3, 0.2, 0.14]],
    ['StairParquet', 1.1, [0.75, 0.59, 0.38]],
    ['ChevronParquet', 1.2, [0.6, 0.46, 0.3]],
    ['LadderParquet', 1.1, [0.72, 0.62, 0.5]],
    ['EndGrainBlocks', 0.8, [0.32, 0.22, 0.15]],
    ['PlywoodSheets', 1.4, [0.76, 0.61, 0.4]],
  ],
  tile: [
    ['HexagonTiles', 1, [0.61, 0.59, 0.56]],
    ['HexagonMosaic', 0.7, [0.77, 0.76, 0.74]],
    ['SquareMosaic', 0.7, [0.59, 0.62, 0.64]],
    ['BondTiles', 1, [0.82, 0.81, 0.79]],
    ['LargeSlabs', 1.3, [0.58, 0.57, 0.56]],
    ['MarbleSlabs', 1.3, [0.83, 0.82, 0.79]],
    ['QuarryTiles', 1, [0.69, 0.46, 0.33]],
    ['PrintedTiles', 1, [0.5, 0.52, 0.54]],
    ['PinwheelTiles', 1.1, [0.71, 0.62, 0.51]],
    ['CrazyPaving', 1.4, [0.54, 0.53, 0.49]],
    ['PebbleMosaic', 0.8, [0.63, 0.61, 0.57]],
  ],
  carpet: [
    ['BerberCarpet', 0.5, [0.65, 0.56, 0.44]],
    ['KnottedCarpet', 0.5, [0.57, 0.55, 0.51]],
    ['DeepPile', 0.7, [0.59, 0.51, 0.42]],
    ['WoollyPile', 0.8, [0.38, 0.41, 0.31]],
    ['MottledPile', 0.6, [0.5, 0.26, 0.25]],
    ['VelourPile', 0.9, [0.42, 0.46, 0.49]],
    ['NeedleRibs', 0.4, [0.52, 0.51, 0.5]],
    ['BroadRibs', 0.4, [0.69, 0.6, 0.48]],
    ['PinstripeCarpet', 0.8, [0.44, 0.48, 0.51]],
    ['CheckedCarpet', 0.9, [0.41, 0.44, 0.34]],
    ['CarpetTiles', 1, [0.54, 0.54, 0.52]],
    ['FeltCarpet', 0.6, [0.6, 0.58, 0.54]],
    ['SisalMatting', 0.35, [0.63, 0.55, 0.46]],
  ],
  concrete: [
    ['GroundConcrete', 1.1, [0.53, 0.53, 0.51]],
    ['PebbleConcrete', 0.9, [0.55, 0.54, 0.5]],
    ['SparseTerrazzo', 1, [0.86, 0.85, 0.83]],
    ['DarkTerrazzo', 0.9, [0.33, 0.36, 0.39]],
    ['FlakeEpoxy', 0.6, [0.56, 0.55, 0.53]],
    ['TrowelledCement', 1.4, [0.52, 0.51, 0.5]],
    ['CrazedCement', 1.4, [0.6, 0.52, 0.43]],
    ['CrackedSlab', 1.4, [0.58, 0.56, 0.53]],
    ['MendedConcrete', 1.4, [0.57, 0.56, 0.54]],
    ['PorousCement', 1.2, [0.55, 0.48, 0.39]],
    ['DustyScreed', 1.4, [0.68, 0.59, 0.47]],
  ],
};

export const wideWalls: WallSurfaces = [
  ['AshlarWall', 1.6],
  ['TiledWall', 1],
  ['BoardedWall', 1.2],
  ['RoughCast', 0.6],
  ['DottedPaper', 0.8],
  ['CementWall', 2],
];

export const wideRugs: readonly string[] = ['FramedRug', 'DottedRug', 'CheckedRug'];
