// Labels from a COCO file instead of ground truth: which of its images is which image of the bag, and its boxes.
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { Fault, toFault } from '../../fault/fault.js';
import { rleSchema } from '../format.js';
import type { FrameLabels } from '../labels.js';
import { sha256Of } from '../open.js';

type Labels = Omit<FrameLabels, 'stamp'>;

const CEILING_BYTES = 500_000_000;
const share = z.number().min(0).max(1);

const cocoSchema = z.object({
  images: z.array(
    z.object({
      id: z.int(),
      file_name: z.string().max(1000),
      stamp: z
        .string()
        .regex(/^\d{1,19}$/)
        .optional(),
      surface: z.string().max(200).optional(),
      free_space: rleSchema.optional(),
    }),
  ),
  annotations: z.array(
    z.object({
      image_id: z.int(),
      category_id: z.int(),
      bbox: z.tuple([z.number(), z.number(), z.number().min(0), z.number().min(0)]),
      visible_fraction: share.optional(),
      truncation: share.optional(),
      /** Polygons are left out: only run lengths are kept. */
      segmentation: z.unknown().optional(),
    }),
  ),
  categories: z.array(z.object({ id: z.int(), name: z.string().max(200) })),
});

export interface CocoLabels {
  readonly sha256: string;
  /** By the stamp if the file has stamps, else by the number in the file name: 000012.jpg is the 13th image of the topic. */
  find(stampNs: bigint, index: number): Labels | undefined;
}

/** Throws dataset/unreadable, dataset/bad-label. */
export async function readCocoLabels(path: string): Promise<CocoLabels> {
  const bytes = await readFileBelow(path);
  const checked = cocoSchema.safeParse(parseJson(bytes, path));
  if (!checked.success) {
    throw new Fault('dataset/bad-label', {
      what: 'the file is not COCO',
      found: checked.error.issues
        .slice(0, 5)
        .map(({ path: at, message }) => `${at.join('.')}: ${message}`)
        .join('; '),
      where: path,
    });
  }
  const { images, annotations, categories } = checked.data;
  const nameById = new Map(categories.map(({ id, name }) => [id, name]));
  const objectsByImage = new Map<number, Labels['objects']>(images.map(({ id }) => [id, []]));
  for (const { image_id, category_id, bbox, segmentation, ...rest } of annotations) {
    const name = nameById.get(category_id);
    const objects = objectsByImage.get(image_id);
    if (name === undefined || objects === undefined) {
      throw new Fault('dataset/bad-label', {
        what: 'an annotation names an image or a category that is not there',
        found: `image ${image_id}, category ${category_id}`,
        where: path,
      });
    }
    const mask = rleSchema.safeParse(segmentation);
    objects.push({
      class: name,
      name: '',
      box: [bbox[0], bbox[1], bbox[0] + bbox[2], bbox[1] + bbox[3]],
      visible_fraction: rest.visible_fraction ?? 1,
      truncation: rest.truncation ?? 0,
      ...(mask.success ? { segmentation: mask.data } : {}),
    });
  }
  const byStamp = new Map<string, Labels>();
  const byNumber = new Map<number, Labels>();
  for (const { id, file_name, stamp, surface = 'unknown', free_space } of images) {
    const labels = {
      objects: objectsByImage.get(id) ?? [],
      surface,
      ...(free_space === undefined ? {} : { free_space }),
    };
    const number = /(\d+)\.[a-z]+$/i.exec(file_name)?.[1];
    if (stamp !== undefined) byStamp.set(stamp, labels);
    else if (number !== undefined) byNumber.set(Number(number), labels);
  }
  return {
    sha256: sha256Of(bytes),
    find: (stampNs, index) => byStamp.get(String(stampNs)) ?? byNumber.get(index),
  };
}

function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (thrown) {
    throw toFault(thrown, 'dataset/bad-label', { what: 'the COCO file is not JSON', where });
  }
}

async function readFileBelow(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > CEILING_BYTES) throw new Error(`it has ${size} bytes, more than ${CEILING_BYTES}`);
    return await readFile(path);
  } catch (thrown) {
    throw toFault(thrown, 'dataset/unreadable', { what: 'the COCO file cannot be read', where: path });
  }
}
