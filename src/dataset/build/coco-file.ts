// A COCO file from whatever tool as one known shape: ids as text, a box for every annotation, and what is wrong said once.
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { Fault, toFault } from '../../fault/fault.js';
import { rleSchema } from '../format.js';
import { sha256Of } from '../open.js';
import { refuseOtherConvention, type GivenBox } from './box-convention.js';
import {
  EXPORT_AGAIN,
  inWords,
  refuseBoxless,
  refuseDangling,
  refuseEmpty,
  refuseTwins,
} from './coco-refusals.js';

const CEILING_BYTES = 500_000_000;

const share = z.number().min(0).max(1);
/** Some tools number, some name. */
const anyId = z.union([z.int(), z.string().max(200)]).transform(String);
/** Where a tool does not know, it writes null, 0 or nothing. */
const sideSchema = z
  .unknown()
  .transform((value) => (typeof value === 'number' && value >= 1 && value < 1e6 ? value : undefined));

const imageSchema = z.object({
  id: anyId,
  file_name: z.string().max(1000),
  width: sideSchema.optional(),
  height: sideSchema.optional(),
  stamp: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  surface: z.string().max(200).optional(),
  free_space: rleSchema.optional(),
});

const annotationSchema = z.object({
  image_id: anyId,
  category_id: anyId,
  bbox: z.preprocess(
    (value) => (value === null || (Array.isArray(value) && value.length === 0) ? undefined : value),
    z.tuple([z.number(), z.number(), z.number().min(0), z.number().min(0)]).optional(),
  ),
  visible_fraction: share.optional(),
  truncation: share.optional(),
  /** Of polygons only the box is taken; run lengths are kept. */
  segmentation: z.unknown().optional(),
  iscrowd: z.unknown().optional(),
});

const cocoSchema = z.object({
  images: z.array(imageSchema),
  annotations: z.array(annotationSchema),
  categories: z.array(z.object({ id: anyId, name: z.string().max(200) })),
});

export type CocoImage = z.infer<typeof imageSchema>;
type Box = [left: number, top: number, right: number, bottom: number];

export interface CocoAnnotation extends Omit<z.infer<typeof annotationSchema>, 'bbox'> {
  /** Pixels of the image as the file gives its size. */
  readonly box: Box;
  readonly className: string;
}

export interface CocoFile {
  readonly path: string;
  readonly sha256: string;
  readonly images: readonly CocoImage[];
  readonly annotations: readonly CocoAnnotation[];
}

/** Throws dataset/unreadable, dataset/no-images, dataset/bad-label. */
export async function readCocoFile(path: string): Promise<CocoFile> {
  const bytes = await readFileBelow(path);
  const { images, annotations, categories } = parseCoco(parseJson(bytes, path), path);
  refuseEmpty(images, path);
  refuseTwins(images, path);
  const nameById = new Map(categories.map(({ id, name }) => [id, name]));
  refuseDangling(annotations, { imageIds: new Set(images.map(({ id }) => id)), nameById, path });
  const boxes = annotations.map(boxOf);
  refuseBoxless(boxes, path);
  refuseOtherConvention(givenBoxes(images, annotations), path);
  return {
    path,
    sha256: sha256Of(bytes),
    images,
    annotations: annotations.map((annotation, i) => ({
      ...annotation,
      box: boxes[i]!,
      className: nameById.get(annotation.category_id)!,
    })),
  };
}

/** Boxes as they stand in the file, with the size of their image. */
function givenBoxes(
  images: readonly CocoImage[],
  annotations: readonly z.infer<typeof annotationSchema>[],
): GivenBox[] {
  const imageById = new Map(images.map((image) => [image.id, image]));
  return annotations.flatMap(({ image_id, bbox }) => {
    const { width, height } = imageById.get(image_id) ?? {};
    const size = width === undefined || height === undefined ? undefined : { width, height };
    return bbox === undefined ? [] : [{ bbox, size }];
  });
}

async function readFileBelow(path: string): Promise<Uint8Array> {
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() !== true) {
    throw new Fault('dataset/unreadable', {
      what: facts === undefined ? 'there is no such COCO file' : 'the COCO file is not a file',
      where: path,
      expected: 'the JSON file that the labelling tool exported',
      next: path.includes(',')
        ? 'Separate files by spaces: --coco kitchen.json hall.json'
        : 'Check the path; --coco takes one file for each --from, in the same order.',
    });
  }
  try {
    if (facts.size > CEILING_BYTES) throw new Error(`it has ${facts.size} bytes, more than ${CEILING_BYTES}`);
    return await readFile(path);
  } catch (thrown) {
    throw toFault(thrown, 'dataset/unreadable', { what: 'the COCO file cannot be read', where: path });
  }
}

function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (thrown) {
    const isEmpty = bytes.byteLength === 0;
    throw toFault(thrown, 'dataset/bad-label', {
      what: isEmpty ? 'the COCO file is empty' : 'the COCO file is not JSON',
      where,
      next: EXPORT_AGAIN,
    });
  }
}

function parseCoco(value: unknown, where: string): z.infer<typeof cocoSchema> {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const lists = ['images', 'annotations', 'categories'];
  if (Array.isArray(value) || !lists.every((key) => keys.includes(key))) {
    throw new Fault('dataset/bad-label', {
      what: 'the file is not COCO',
      found: Array.isArray(value)
        ? `a list of ${value.length}`
        : `an object with ${keys.slice(0, 10).join(', ') || 'nothing in it'}`,
      expected: `an object with ${lists.join(', ')}`,
      where,
      next: EXPORT_AGAIN,
    });
  }
  const checked = cocoSchema.safeParse(value);
  if (checked.success) return checked.data;
  throw new Fault('dataset/bad-label', {
    what: 'the COCO file has wrong or missing values',
    found: inWords(checked.error.issues),
    where,
    next: `Mend them, or export again. ${EXPORT_AGAIN}`,
  });
}

function boxOf({ bbox, segmentation }: z.infer<typeof annotationSchema>): Box | undefined {
  const given: Box | undefined = bbox && [bbox[0], bbox[1], bbox[0] + bbox[2], bbox[1] + bbox[3]];
  const isEmpty = bbox === undefined || (bbox[2] === 0 && bbox[3] === 0);
  return isEmpty ? (boxAround(segmentation) ?? given) : given;
}

/** Of polygons: x, y, x, y … in one list or several. */
function boxAround(segmentation: unknown): Box | undefined {
  const points = Array.isArray(segmentation) ? (segmentation as unknown[]).flat() : [];
  if (points.length < 6 || points.some((value) => !Number.isFinite(value))) return undefined;
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  (points as number[]).forEach((value, i) => {
    box[i % 2] = Math.min(box[i % 2]!, value);
    box[2 + (i % 2)] = Math.max(box[2 + (i % 2)]!, value);
  });
  return box;
}
