// The surfaces of rooms to learn from, beside the usual ones: many drawings of each kind of floor, none of them a held-out one.
import * as pattern from './patterns.mjs';
import * as wide from './wide-patterns.mjs';

const PINE = ['#6f5230', '#b48a55', '#cfa870', '#e4c795'];
const OAK = ['#3b2a1c', '#86633f', '#ab8557', '#cba877'];
const DARK = ['#17100b', '#402a1c', '#5d3f2b', '#7d5b41'];
const ASH = ['#45433f', '#8b867d', '#aca69b', '#cbc6bb'];
const SAND = ['#6d5a45', '#a58d6e', '#c2ab8b', '#d9c8ac'];
const STONE = ['#57534d', '#87827a', '#a8a39a', '#c9c4ba'];
const LIGHT = ['#8d8a84', '#b9b6b0', '#dad8d2', '#f0efec'];
const CLAY = ['#6b3a28', '#93543a', '#ae7050', '#c99572'];
const INK = ['#23282e', '#4f5a63', '#8c959b', '#dfe1de'];
const CEMENT = ['#3d3c3a', '#757370', '#979591', '#b9b6b0'];
const WARM = ['#4d4034', '#8b7760', '#ab967c', '#c9b79d'];
const WINE = ['#2e1518', '#6a2f33', '#9c5a4e', '#d8b79a'];
const MOSS = ['#23281e', '#4d563f', '#757c60', '#a9ac90'];

const floor = (roughness) => (name, about, ramp, drawing) => ({
  name,
  about,
  ramp,
  roughness,
  pattern: drawing,
});
const wood = floor(0.5);
const tile = floor(0.35);
const carpet = floor(1);
const concrete = floor(0.7);
const wall = floor(0.95);

export const wideSurfaces = [
  wood(
    'NarrowStrips',
    'Narrow pine strips',
    PINE,
    pattern.planks({ boards: 11, lengths: 3, seed: 101, gap: 0.025, grain: 0.55 }),
  ),
  wood(
    'RusticBoards',
    'Wide rustic boards',
    OAK,
    pattern.planks({ boards: 4, lengths: 1, seed: 102, gap: 0.02, grain: 0.65 }),
  ),
  wood(
    'VinylPlanks',
    'Vinyl planks, hardly a joint',
    ASH,
    pattern.planks({ boards: 6, lengths: 1, seed: 103, gap: 0.008, grain: 0.75 }),
  ),
  wood(
    'FingerParquet',
    'Short fingers in rows',
    OAK,
    wide.blocks({ across: 4, down: 20, seed: 104, gap: 0.06 }),
  ),
  wood(
    'BrickParquet',
    'Short dark boards in brick bond',
    DARK,
    wide.blocks({ across: 3, down: 9, seed: 105, shift: 0.5, spread: 0.5 }),
  ),
  wood(
    'StairParquet',
    'Light boards, each row a third further',
    PINE,
    wide.blocks({ across: 2, down: 9, seed: 106, shift: 0.34, gap: 0.03 }),
  ),
  wood('ChevronParquet', 'Chevron parquet', OAK, wide.chevron({ columns: 6, boards: 18, seed: 107 })),
  wood('LadderParquet', 'Rungs between rails', SAND, wide.ladder({ columns: 4, rungs: 20, seed: 108 })),
  wood('EndGrainBlocks', 'Blocks of end grain', DARK, wide.endGrain({ across: 9, seed: 109 })),
  wood('PlywoodSheets', 'Plywood with flamed grain', PINE, wide.flames({ seed: 110 })),

  tile('HexagonTiles', 'Six-sided tiles', STONE, wide.hexagons({ across: 5, rows: 6, seed: 121 })),
  tile(
    'HexagonMosaic',
    'Small six-sided tiles',
    LIGHT,
    wide.hexagons({ across: 14, rows: 16, seed: 122, grout: 0.13 }),
  ),
  tile(
    'SquareMosaic',
    'Small squares in many tones',
    INK,
    wide.slabs({ across: 14, down: 14, seed: 123, grout: 0.09, groutAt: 0.8, contrast: 1 }),
  ),
  tile(
    'BondTiles',
    'Long tiles in brick bond',
    LIGHT,
    wide.slabs({ across: 3, down: 9, seed: 124, shift: 0.5, grout: 0.025, groutAt: 0.2 }),
  ),
  tile(
    'LargeSlabs',
    'Large slabs, thin joints',
    CEMENT,
    wide.slabs({ across: 2, down: 2, seed: 125, grout: 0.008, groutAt: 0.1, contrast: 0.4 }),
  ),
  tile(
    'MarbleSlabs',
    'Veined marble',
    LIGHT,
    wide.slabs({ across: 2, down: 2, seed: 126, grout: 0.01, veins: 0.5 }),
  ),
  tile(
    'QuarryTiles',
    'Clay tiles, wide light joints',
    CLAY,
    wide.slabs({ across: 6, down: 6, seed: 127, grout: 0.06, groutAt: 0.98, contrast: 0.4 }),
  ),
  tile('PrintedTiles', 'Printed tiles', INK, wide.printed({ across: 5, seed: 128 })),
  tile('PinwheelTiles', 'Large and small squares', SAND, wide.pinwheel({ across: 2, seed: 129 })),
  tile(
    'CrazyPaving',
    'Broken slabs',
    STONE,
    wide.paving({ cells: 6, seed: 130, joint: 0.07, jointAt: 0.05 }),
  ),
  tile(
    'PebbleMosaic',
    'Flat pebbles',
    STONE,
    wide.paving({ cells: 20, seed: 131, joint: 0.16, jointAt: 0.9, spread: 0.8 }),
  ),

  carpet('BerberCarpet', 'Knots of two yarns', SAND, wide.berber({ across: 40, seed: 141 })),
  carpet(
    'KnottedCarpet',
    'Coarse knots, few flecks',
    ASH,
    wide.berber({ across: 24, seed: 142, flecks: 0.1 }),
  ),
  carpet('DeepPile', 'Deep pile, lying any way', WARM, wide.tousled({ seed: 143 })),
  carpet('WoollyPile', 'Long woolly strands', MOSS, wide.tousled({ seed: 144, strands: 30, stretch: 3 })),
  carpet('MottledPile', 'Coarse mottled tufts', WINE, pattern.pile({ seed: 145, tufts: 48, speckle: 0.7 })),
  carpet('VelourPile', 'Fine even pile', INK, pattern.pile({ seed: 146, tufts: 128, speckle: 0.35 })),
  carpet('NeedleRibs', 'Ribbed needle felt', CEMENT, wide.ribbed({ seed: 147 })),
  carpet('BroadRibs', 'Broad soft ribs', SAND, wide.ribbed({ seed: 148, ribs: 18, noise: 0.5 })),
  carpet('PinstripeCarpet', 'Thin stripes of many widths', INK, wide.pinstripes({ seed: 149 })),
  carpet('CheckedCarpet', 'Checks', MOSS, wide.checks({ seed: 150 })),
  carpet('CarpetTiles', 'Squares laid crosswise', CEMENT, wide.turned({ seed: 151 })),
  carpet('FeltCarpet', 'Felt', ASH, wide.felt({ seed: 152 })),
  carpet('SisalMatting', 'Woven plant fibre', WARM, wide.sisal({ seed: 153 })),

  concrete(
    'GroundConcrete',
    'Ground concrete with fine grains',
    CEMENT,
    wide.aggregate({ seed: 161, fine: 90, coarse: 44, share: 0.45 }),
  ),
  concrete(
    'PebbleConcrete',
    'Washed concrete, coarse grains',
    STONE,
    wide.aggregate({ seed: 162, fine: 60, coarse: 24, share: 0.7, ground: 0.35 }),
  ),
  concrete(
    'SparseTerrazzo',
    'Light cement, few chips of three sizes',
    LIGHT,
    wide.aggregate({ seed: 163, fine: 52, coarse: 17, share: 0.35, ground: 0.7 }),
  ),
  concrete(
    'DarkTerrazzo',
    'Dark cement, dense chips',
    INK,
    wide.aggregate({ seed: 164, fine: 70, coarse: 30, share: 0.6, ground: 0.25 }),
  ),
  concrete('FlakeEpoxy', 'Paint with flakes', CEMENT, wide.flakes({ seed: 165 })),
  concrete('TrowelledCement', 'Arcs of a trowel', CEMENT, wide.trowelled({ seed: 166 })),
  concrete('CrazedCement', 'A net of fine cracks', WARM, wide.crazed({ seed: 167 })),
  concrete(
    'CrackedSlab',
    'Slabs with joints and a few cracks',
    STONE,
    wide.crazed({ seed: 168, cells: 2, width: 0.008, joint: 0.01 }),
  ),
  concrete('MendedConcrete', 'Patches and traces of boards', CEMENT, wide.mended({ seed: 169 })),
  concrete(
    'PorousCement',
    'Cement full of pores',
    WARM,
    pattern.mineral({ seed: 170, sand: 0.3, pits: 0.28 }),
  ),
  concrete(
    'DustyScreed',
    'Dusty screed, broad joints',
    SAND,
    pattern.mineral({ seed: 171, sand: 0.5, joint: 0.015 }),
  ),

  carpet('FramedRug', 'A rug of frames', WINE, wide.frames({ seed: 181 })),
  carpet('DottedRug', 'A rug of dots', INK, wide.dots({ seed: 182 })),
  carpet(
    'CheckedRug',
    'A rug of wide checks',
    WINE,
    wide.checks({ seed: 183, repeats: 2, bands: [0.95, 0.1, 0.1, 0.5] }),
  ),

  wall(
    'AshlarWall',
    'Large dressed stones',
    STONE,
    wide.slabs({ across: 3, down: 6, seed: 191, shift: 0.5, grout: 0.02, contrast: 0.5 }),
  ),
  wall(
    'TiledWall',
    'Glazed square tiles',
    LIGHT,
    wide.slabs({ across: 8, down: 8, seed: 192, grout: 0.04, groutAt: 0.2, contrast: 0.15 }),
  ),
  wall('BoardedWall', 'Lying boards', PINE, pattern.planks({ boards: 9, lengths: 1, seed: 193, gap: 0.06 })),
  wall('RoughCast', 'Rough plaster', LIGHT, wide.tousled({ seed: 194, strands: 24, stretch: 2 })),
  wall('DottedPaper', 'Wallpaper with dots', LIGHT, wide.dots({ seed: 195, across: 9, size: 0.2 })),
  wall('CementWall', 'Cast concrete wall', CEMENT, wide.mended({ seed: 196, patches: 3, boards: 5 })),
];
