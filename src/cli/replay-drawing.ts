// What jackdaw replay --render draws: scans where stages look at them, camera frames where something detects; and why it drew nothing.
import { topics, type TopicName } from '../message/topics.js';
import type { CellMask } from '../picture/tint.js';
import type { Bag } from '../recording/bag.js';
import { ReplayFrames } from '../robot/replay-frames.js';
import { openReplayPictures, type ReplayPictures } from '../robot/replay-pictures.js';
import type { Stage } from '../runtime/stage.js';

export interface DrawingOptions {
  readonly folder: string;
  /** At most, spread over the recording. */
  readonly count: number;
  readonly floor: (() => CellMask | undefined) | undefined;
}

export async function openDrawing(
  bag: Bag,
  stages: readonly Stage[],
  { folder, count, floor }: DrawingOptions,
): Promise<ReplayPictures> {
  const every = (...names: readonly string[]): number => {
    const messages = bag.topics.find(({ name }) => names.includes(name))?.messages;
    return Math.max(1, Math.floor((messages ?? 1000) / count));
  };
  const scans = await openReplayPictures({ folder, stages, every: every('/scan'), most: count });
  if (!makesDetections(stages)) return scans;
  const frames = new ReplayFrames({
    ...{ folder, floor },
    every: every('/camera/image_raw', '/camera/image_raw/compressed'),
    most: count,
  });
  return {
    observe(envelope) {
      scans.observe(envelope);
      frames.observe(envelope);
    },
    finish: async () => [...(await scans.finish()), ...(await frames.finish())],
  };
}

/** A sentence that says what to do. */
export function whyNothingDrawn(
  bag: Bag,
  stages: readonly Stage[],
  { unfed, faults }: { readonly unfed: readonly TopicName[]; readonly faults: readonly string[] },
): string {
  const drawn: readonly TopicName[] = [
    ...(stages.some(({ writes }) => writes.includes('lidar/obstacles') || writes.includes('guard'))
      ? (['scan'] as const)
      : []),
    ...(makesDetections(stages) ? (['camera/image_raw'] as const) : []),
  ];
  if (drawn.length === 0)
    return 'Nothing was drawn: --render shows what cluster and guard make of scans and detect of camera frames; name one of them with --stages.';
  const missing = drawn.filter((topic) => unfed.includes(topic));
  if (missing.length > 0) {
    const given = bag.topics.map(({ name }) => name).join(', ') || 'no topics';
    return `Nothing was drawn: the recording has no ${missing.join(' and no ')}. It has ${given}: say which of them stands for ${missing[0]!} (${topics[missing[0]!].type}) with --remap FROM:=${missing[0]!}.`;
  }
  if (faults.length > 0) return 'Nothing was drawn: the stages failed, and the faults say how to mend it.';
  return unfed.length > 0
    ? `Nothing was drawn: no stage answered; they may wait for ${unfed.join(', ')}, which the recording does not have. If it has them under other names, give --remap FROM:=TO.`
    : 'Nothing was drawn: no stage answered. `npx jackdaw bag info` shows how many messages there are; --duration may be too short.';
}

function makesDetections(stages: readonly Stage[]): boolean {
  return stages.some(({ writes }) => writes.includes('detections'));
}
