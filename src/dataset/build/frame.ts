// One labelled image on its way from a bag into a dataset.
import type { LaserScan } from '../../message/messages.js';
import type { FrameLabels, RoomFacts } from '../labels.js';
import type { CocoEntry } from './coco-labels.js';

export interface LabelledFrame {
  readonly stampNs: bigint;
  /** JPEG or PNG as it came, or packed RGB. */
  readonly picture:
    | { readonly kind: 'file'; readonly bytes: Uint8Array }
    | { readonly kind: 'rgb'; readonly rgb: Uint8Array; readonly width: number; readonly height: number };
  readonly labels: Omit<FrameLabels, 'stamp'>;
  /** Where they are from a COCO file: what it says of this image. */
  readonly entry: CocoEntry | undefined;
  readonly scan: LaserScan | undefined;
}

/** Of a bag, before its images are read. */
export interface BagContents {
  /** undefined: not one of our captures. */
  readonly room: RoomFacts | undefined;
  readonly imageTopic: string;
  /** Labels by the stamp of their image. */
  readonly labelsByStamp: ReadonlyMap<bigint, Omit<FrameLabels, 'stamp'>>;
  /** In order of their stamps. */
  readonly scans: readonly { readonly stampNs: bigint; readonly scan: LaserScan }[];
}
