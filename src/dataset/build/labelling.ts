// Which COCO file labels which bag of a build.
import { Fault } from '../../fault/fault.js';
import { readCocoLabels, type CocoLabels } from './coco-labels.js';
import type { BagSource, Sources } from './sources.js';

/** Throws cli/usage if there are some, but not one for each path. */
export async function readCocoFiles(
  from: readonly string[],
  cocoFiles: readonly string[],
): Promise<readonly CocoLabels[]> {
  if (cocoFiles.length > 0 && cocoFiles.length !== from.length) {
    const hasComma = [...from, ...cocoFiles].some((path) => path.includes(','));
    throw new Fault('cli/usage', {
      what: 'there must be a COCO file for each recording',
      found: `${from.length} recordings, ${cocoFiles.length} COCO files`,
      next: `Give them in the same order${hasComma ? ', separated by spaces' : ''}: --from kitchen hall --coco kitchen.json hall.json`,
    });
  }
  return Promise.all(cocoFiles.map(readCocoLabels));
}

/** Throws cli/usage if it is not clear which file labels which bag. */
export function refuseUnclear({ sources, twins }: Sources, coco: readonly CocoLabels[]): void {
  if (coco.length === 0) return;
  if (twins.length > 0) {
    throw new Fault('cli/usage', {
      what: 'the same bag is given twice',
      found: twins.map(({ path, of }) => `${path} is ${of}, byte for byte`).join('; '),
      next: 'Give each bag once, with its own COCO file.',
    });
  }
  for (const [given, { path, isByNumber }] of coco.entries()) {
    const bags = sources.filter((source) => source.given === given);
    if (!isByNumber || bags.length <= 1) continue;
    throw new Fault('cli/usage', {
      what: 'a COCO file that numbers its images can only be of one bag',
      found: bags.map(({ path: bag }) => bag).join(', '),
      where: path,
      next: 'Give each bag with --from, and a COCO file for each with --coco.',
    });
  }
}

export interface LabelledSource extends BagSource {
  /** Digest of its COCO file. */
  readonly labels?: string | undefined;
}

export function labelledSources(
  sources: readonly BagSource[],
  coco: readonly CocoLabels[],
): LabelledSource[] {
  return sources.map((source) => ({ ...source, labels: coco[source.given]?.sha256 }));
}
