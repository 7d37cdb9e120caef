// The dataset on disk as types: manifest, COCO annotations and what they refer to. docs/formats/dataset.md says it in words.
import { z } from 'zod';
import { obstacleClasses } from '../simulation/scene/obstacle-classes.js';
import { surfaces as surfacesWithUnknown } from '../simulation/truth/floors.js';

export const splitNames = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

/** Grows when a reader of an older version would misread a newer dataset. */
export const SCHEMA_VERSION = 1;

/** The classes in the order of their COCO category ids, which count from 1. */
export const datasetClasses = obstacleClasses;
/** Where the floor ahead is none of the known, or has no label: 'unknown'. */
export const datasetSurfaces = surfacesWithUnknown;

/** An object is not judged when less of it can be seen, or when its box is thinner at the network's input. */
export const ignoreRule = {
  visibleFraction: 0.2,
  shortSidePx: 4,
  inputWidth: 192,
  inputHeight: 144,
} as const;

export const MANIFEST_FILE = 'manifest.json';
/** Of a dataset that is not finished: its order, and what is done of it. */
export const ORDER_FILE = 'build.json';
export const PARTS_FOLDER = 'parts';

/** Paths within a dataset. */
export const datasetPaths = {
  images: (split: SplitName) => `images/${split}`,
  annotations: (split: SplitName) => `annotations/${split}.json`,
  scans: (split: SplitName) => `scans/${split}.parquet`,
} as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
const side = z.int().min(1).max(16_384);
const share = z.number().min(0).max(1);
const shortText = z.string().max(500);

/** COCO's compressed run lengths: down the columns, starting with zeros. */
export const rleSchema = z.object({
  /** Height, width. */
  size: z.tuple([side, side]),
  counts: z.string().max(2_000_000),
});

const pixels = z.number().min(-100_000).max(100_000);

/** One object in one image. */
export const annotationSchema = z.object({
  id: z.int().min(1),
  image_id: z.int().min(1),
  /** 1-based place in the manifest's classes. */
  category_id: z.int().min(1).max(1000),
  /** x, y, width, height in pixels: the visible extent, its lower edge where the object really ends if that is hidden. */
  bbox: z.tuple([pixels, pixels, z.number().min(0).max(100_000), z.number().min(0).max(100_000)]),
  /** Visible pixels if there is a mask, else the area of the box. */
  area: z.number().min(0),
  iscrowd: z.literal(0),
  /** Visible pixels over those it would cover inside the picture if nothing hid it. */
  visible_fraction: share,
  /** Share of its whole projection outside the picture. */
  truncation: share,
  /** 1: neither trained on nor scored (`ignoreRule`). */
  ignore: z.union([z.literal(0), z.literal(1)]),
  segmentation: rleSchema.optional(),
  /** The object's name in its room. */
  name: shortText.optional(),
  /** How far its highest point is above the floor, metres, where known: below 0.17 no LIDAR return is to be had. */
  height: z.number().min(0).max(1000).optional(),
  /** |mean brightness of its visible pixels - that of the free floor around its box|, 0..255, where there are masks of both. */
  contrast: z.number().min(0).max(255).optional(),
  /** Metres from base_footprint to its nearest point on the floor, where known. */
  distance: z.number().min(0).max(10_000).optional(),
});

export const imageSchema = z.object({
  id: z.int().min(1),
  /** Relative to the dataset's folder. */
  file_name: shortText,
  width: side,
  height: side,
  sha256,
  /** Perceptual hash, 64 bits in hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  /** Names a room across all sources; a room is in one split only. */
  room: shortText,
  /** Nanoseconds of the image's stamp in its source. */
  stamp: z.string().regex(/^\d{1,19}$/),
  surface: z.enum(datasetSurfaces),
  /** Pixels that show floor the robot can drive on, not through glass; absent where the source has no such label. */
  free_space: rleSchema.optional(),
});

/** annotations/<split>.json: COCO, with the fields above. */
export const annotationFileSchema = z.object({
  info: z.object({ description: shortText, version: shortText }),
  images: z.array(imageSchema),
  annotations: z.array(annotationSchema),
  categories: z.array(z.object({ id: z.int().min(1), name: shortText, supercategory: shortText })),
});

const splitSchema = z.object({
  images: count,
  annotations: count,
  scans: count,
  rooms: count,
  /** Of the files; the annotations name the digest of every image. */
  annotationsSha256: sha256,
  scansSha256: sha256,
});

const statisticsSchema = z.object({
  /** Annotations that count (not `ignore`), by class. */
  objectsByClass: z.record(z.string(), count),
  ignoredByClass: z.record(z.string(), count),
  imagesBySurface: z.record(z.string(), count),
  /** Share of images without any annotation. */
  emptyShare: share,
  /** Of counted objects whose height is known: the share that no LIDAR plane at 0.17 m meets. */
  belowLidarShare: share.optional(),
  /** |object's mean brightness - that of the floor around its foot|, 0..255, in bins of 16. */
  contrastHistogram: z.array(count).length(16).optional(),
});

export const manifestSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  classes: z.array(shortText).min(1).max(100),
  surfaces: z.array(shortText).min(1).max(100),
  ignoreRule: z.object({
    visibleFraction: share,
    shortSidePx: z.number().min(0),
    inputWidth: side,
    inputHeight: side,
  }),
  splitRule: z.object({
    by: z.literal('room'),
    /** A room's split is where sha256(salt + room) falls among these shares, in the order of the splits. */
    shares: z.record(z.enum(splitNames), share),
    salt: shortText,
  }),
  sampling: z.object({
    /** Images of a room nearer than this are left out, milliseconds. */
    everyMs: z.number().min(0),
    /** Images of a room whose hashes differ in fewer bits are left out. */
    hashBits: count,
  }),
  sources: z.array(
    z.object({
      name: shortText,
      sha256,
      /** Which assets its rooms are made of. */
      assets: z.enum(['standard', 'heldout', 'foreign']),
      /** Digest of the generator that made its rooms, where known. */
      generator: shortText.optional(),
      /** Digest of the COCO file that its labels are from, where they are. */
      labels: sha256.optional(),
      frames: count,
      kept: count,
      duplicates: count,
    }),
  ),
  splits: z.record(z.enum(splitNames), splitSchema),
  statistics: z.record(z.enum(splitNames), statisticsSchema),
  /** Of everything above and, through the files' digests, of every file. */
  digest: sha256,
});

export type Rle = z.infer<typeof rleSchema>;
export type Annotation = z.infer<typeof annotationSchema>;
export type DatasetImage = z.infer<typeof imageSchema>;
export type AnnotationFile = z.infer<typeof annotationFileSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
export type SplitFacts = z.infer<typeof splitSchema>;
export type SplitStatistics = z.infer<typeof statisticsSchema>;

/** The columns of scans/<split>.parquet, one row per image that has a scan. */
export interface ScanRow {
  /** Of the image in annotations/<split>.json. */
  readonly imageId: number;
  /** Of the scan: the one nearest to the image. */
  readonly stampNs: bigint;
  readonly angleMin: number;
  readonly angleIncrement: number;
  readonly rangeMin: number;
  readonly rangeMax: number;
  /** Metres, counter-clockwise from angleMin; +Infinity where nothing returned. */
  readonly ranges: Float32Array;
}
