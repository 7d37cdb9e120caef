// Verifies a dataset: digests of every file, leaks, pictures that decode to their size, statistics that are true.
import { join } from 'node:path';
import { Fault } from '../fault/fault.js';
import { splitNames, type AnnotationFile, type Manifest, type SplitName } from './format.js';
import { Findings } from './findings.js';
import { findLeaks, manifestDigest } from './integrity.js';
import { openDataset, readWhole, sha256Of, type Sample } from './open.js';
import { statisticsOf } from './statistics.js';
import { decodeRle } from './rle.js';

export interface DatasetCheck {
  readonly manifest: Manifest;
  readonly images: number;
  /** In words, of each kind the first few and how many more; empty: all is well. */
  readonly findings: readonly string[];
}

const IMAGE_BYTES = 1 << 26;

/** Throws what opening throws; what is wrong inside a dataset that can be opened is a finding. */
export async function checkDataset(folder: string, onImage?: (done: number) => void): Promise<DatasetCheck> {
  const dataset = await openDataset(folder);
  const findings = new Findings();
  const { note } = findings;
  const { digest, ...content } = dataset.manifest;
  if (manifestDigest(content) !== digest) note('the manifest does not match its digest');
  const files = {} as Record<SplitName, AnnotationFile>;
  let images = 0;
  for (const split of splitNames) {
    const samples = await readOr(() => dataset.readSamples(split), [], note);
    const scans = await readOr(() => dataset.readScans(split), new Map(), note);
    for (const imageId of scans.keys())
      if (imageId > samples.length) note(`${split}: a scan of no image, ${imageId}`);
    for (const sample of samples) {
      await checkSample(folder, sample, note);
      onImage?.(++images);
    }
    files[split] = fileOf(samples, dataset.manifest.classes);
    if (JSON.stringify(statisticsOf(files[split])) !== JSON.stringify(dataset.manifest.statistics[split]))
      note(`${split}: the statistics in the manifest are not those of its annotations`);
    if (samples.length === 0 && (dataset.manifest.splitRule.shares[split] ?? 0) > 0)
      note(`${split}: no images`);
  }
  for (const leak of findLeaks(files)) note(leak);
  return { manifest: dataset.manifest, images, findings: findings.lines() };
}

async function checkSample(folder: string, { image, annotations }: Sample, note: (finding: string) => void) {
  const bytes = await readOr(() => readWhole(join(folder, image.file_name), IMAGE_BYTES), undefined, note);
  if (bytes === undefined) return;
  if (sha256Of(bytes) !== image.sha256) note(`${image.file_name}: not the picture the dataset was made with`);
  for (const { id, bbox, segmentation } of annotations) {
    const [x, y, width, height] = bbox;
    const isInside = x >= 0 && y >= 0 && x + width <= image.width + 0.01 && y + height <= image.height + 0.01;
    if (!isInside) note(`annotation ${id}: the box leaves its image`);
    if (segmentation !== undefined && decodeRle(segmentation).length !== image.width * image.height)
      note(`annotation ${id}: the mask is not of its image's size`);
  }
}

function fileOf(samples: readonly Sample[], classes: readonly string[]): AnnotationFile {
  return {
    info: { description: '', version: '' },
    images: samples.map(({ image }) => image),
    annotations: samples.flatMap(({ annotations }) => annotations),
    categories: classes.map((name, index) => ({ id: index + 1, name, supercategory: 'obstacle' })),
  };
}

async function readOr<T>(read: () => Promise<T>, otherwise: T, note: (finding: string) => void): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    note(`${thrown.where ?? ''}: ${thrown.what}${thrown.found === undefined ? '' : ` (${thrown.found})`}`);
    return otherwise;
  }
}
