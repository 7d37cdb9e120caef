// Every surface: its pattern, its colour ramp from dark to light, and its roughness. Floors of different kinds share colours on
// purpose: a network must tell them by structure.
import * as pattern from './patterns.mjs';

const OAK = ['#3b2a1c', '#8a6742', '#b08a5c', '#d0ad7d'];
const WALNUT = ['#1c120c', '#4a3021', '#6b4731', '#8c6447'];
const GREY = ['#3e3e3d', '#7f7e7b', '#a19f9b', '#c2c0bb'];
const SAND = ['#6d5a45', '#a58d6e', '#c2ab8b', '#d9c8ac'];

export const surfaces = [
  {
    name: 'OakPlanks',
    about: 'Oak boards',
    ramp: OAK,
    roughness: 0.55,
    pattern: pattern.planks({ boards: 6, lengths: 2, seed: 1 }),
  },
  {
    name: 'WalnutPlanks',
    about: 'Walnut boards',
    ramp: WALNUT,
    roughness: 0.5,
    pattern: pattern.planks({ boards: 8, lengths: 2, seed: 2 }),
  },
  {
    name: 'GreyLaminate',
    about: 'Grey laminate boards',
    ramp: GREY,
    roughness: 0.5,
    pattern: pattern.planks({ boards: 5, lengths: 1, seed: 3, gap: 0.02 }),
  },
  {
    name: 'Herringbone',
    about: 'Herringbone parquet',
    ramp: SAND,
    roughness: 0.5,
    pattern: pattern.herringbone({ cells: 12, seed: 4 }),
  },
  {
    name: 'WhiteTiles',
    about: 'Square light tiles',
    ramp: ['#8d8a84', '#b9b6b0', '#dedcd7', '#f2f1ee'],
    roughness: 0.3,
    pattern: pattern.tiles({ across: 4, down: 4, seed: 5 }),
  },
  {
    name: 'SlateTiles',
    about: 'Long slate tiles, shifted',
    ramp: GREY,
    roughness: 0.45,
    pattern: pattern.tiles({ across: 2, down: 4, shift: 0.5, seed: 6, groutAt: 0.85, contrast: 0.9 }),
  },
  {
    name: 'TerracottaTiles',
    about: 'Terracotta tiles',
    ramp: ['#c0b4a4', '#8d4a2f', '#a85f3e', '#c08058'],
    roughness: 0.6,
    pattern: pattern.tiles({ across: 5, down: 5, seed: 7, contrast: 0.7 }),
  },
  {
    name: 'CheckerTiles',
    about: 'Tiles in two tones',
    ramp: SAND,
    roughness: 0.35,
    pattern: pattern.tiles({ across: 4, down: 4, seed: 8, checker: 0.5 }),
  },
  {
    name: 'LoopCarpet',
    about: 'Ribbed loop carpet',
    ramp: ['#2c2e31', '#54575b', '#787b7e', '#989a9b'],
    roughness: 1,
    pattern: pattern.loops({ seed: 9 }),
  },
  {
    name: 'PileCarpet',
    about: 'Cut pile carpet',
    ramp: SAND,
    roughness: 1,
    pattern: pattern.pile({ seed: 10 }),
  },
  {
    name: 'FleckCarpet',
    about: 'Carpet with flecks',
    ramp: ['#2a211b', '#5d4534', '#8a6a4e', '#c2a683'],
    roughness: 1,
    pattern: pattern.pile({ seed: 11, tufts: 128, speckle: 0.85 }),
  },
  {
    name: 'PatternCarpet',
    about: 'A woven rug',
    ramp: ['#4a1f1c', '#7a3a2c', '#b98f5e', '#e2d3b5'],
    roughness: 1,
    pattern: pattern.lozenges({ seed: 12 }),
  },
  {
    name: 'SmoothConcrete',
    about: 'Polished concrete',
    ramp: GREY,
    roughness: 0.5,
    pattern: pattern.mineral({ seed: 13, sand: 0.15 }),
  },
  {
    name: 'RoughConcrete',
    about: 'Cast concrete slabs with pits',
    ramp: ['#4a4843', '#7c7972', '#97948c', '#b5b2a9'],
    roughness: 0.9,
    pattern: pattern.mineral({ seed: 14, sand: 0.35, pits: 0.16, joint: 0.012 }),
  },
  {
    name: 'WarmScreed',
    about: 'Sealed screed in a warm tone',
    ramp: SAND,
    roughness: 0.6,
    pattern: pattern.mineral({ seed: 15, sand: 0.2, pits: 0.06 }),
  },
  {
    name: 'Plaster',
    about: 'Painted plaster',
    ramp: ['#cfccc5', '#e2e0da', '#ebe9e4', '#f4f3f0'],
    roughness: 0.95,
    pattern: pattern.mineral({ seed: 16, sand: 0.45 }),
  },
  {
    name: 'Wallpaper',
    about: 'Striped wallpaper',
    ramp: ['#8f9a94', '#c3cbc3', '#d8ddd3', '#eceee6'],
    roughness: 0.9,
    pattern: pattern.stripes({ seed: 17 }),
  },
  {
    name: 'BrickWall',
    about: 'Painted brick',
    ramp: ['#8b8078', '#a4695a', '#b98a78', '#d4b6a6'],
    roughness: 0.9,
    pattern: pattern.tiles({ across: 4, down: 12, shift: 0.5, seed: 18, contrast: 0.8 }),
  },
  {
    name: 'WoodGrain',
    about: 'Furniture wood',
    ramp: ['#6b4a2c', '#94693f', '#ad8354', '#c79e6e'],
    roughness: 0.5,
    pattern: pattern.grain({ seed: 19 }),
  },
  {
    name: 'Cardboard',
    about: 'Cardboard with tape',
    ramp: ['#4a3520', '#a3794a', '#bf9560', '#d9c19a'],
    roughness: 0.95,
    pattern: pattern.cardboard({ seed: 20 }),
  },
  {
    name: 'CrateSlats',
    about: "A crate's side",
    ramp: ['#3a2817', '#8d6a42', '#b18a58', '#cfae7d'],
    roughness: 0.85,
    pattern: pattern.slats({ seed: 21 }),
  },
  {
    name: 'Fabric',
    about: 'Woven cloth',
    ramp: ['#4c4f55', '#6d7178', '#8b8f96', '#aaaeb4'],
    roughness: 1,
    pattern: pattern.weave({ seed: 22 }),
  },
];
