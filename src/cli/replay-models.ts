// Detections that cannot be the recording's own: of another model, or of pictures that JPEG changed since. How they compare, picture by picture.
import { z } from 'zod';
import type { Classification, Detection2DArray } from '../message/messages.js';
import { fromTime, type TimeNs } from '../message/time.js';
import { DetectStage } from '../perception/detect/detect.js';
import type { Manifest } from '../perception/model/manifest.js';
import type { Bag, BagMessage } from '../recording/bag.js';
import { BagDecoder } from '../recording/bag-decoder.js';
import { isLossy, routesOf } from '../recording/bag-routes.js';
import type { ReplayResult } from '../recording/replay.js';
import type { Envelope, Stage } from '../runtime/stage.js';
import { counted } from './print.js';

export interface ModelsCompared {
  /** The model; or, by the same one, the pictures: it saw them before they were compressed. */
  readonly apartBy: 'model' | 'pictures';
  /** Name, version and the first digits of its digest. */
  readonly recordedBy: string;
  readonly replayedBy: string;
  /** That both looked at. */
  readonly pictures: number;
  /** Pictures in which they name other things, or another number of them. */
  readonly otherThings: number;
  readonly otherSurface: number;
  /** Things named in all of these pictures. */
  readonly things: { readonly recorded: number; readonly replayed: number };
}

/** JPEG changes what is seen at a threshold; in one run of the simulated robot 28 of 307 pictures. More than this share is something else. */
const CHANGED_BY_JPEG = 0.25;

/** By another model anything may differ; by the same one compressed pictures explain only some of it. */
export function isExplained({ apartBy, pictures, otherThings, otherSurface }: ModelsCompared): boolean {
  return apartBy === 'model' || Math.max(otherThings, otherSurface) <= CHANGED_BY_JPEG * pictures;
}

/** What one model said of one picture. */
interface Said {
  things?: readonly string[];
  surface?: string | undefined;
}

const infoSchema = z.object({ model: z.string(), version: z.string(), sha256: z.string() });

/** Undefined where the recording does not say by which model it was made, or the same one sees the same pictures. */
export async function openModelComparison(
  bag: Bag,
  manifest: Manifest,
): Promise<ModelComparison | undefined> {
  const recorded = await recordedModel(bag);
  if (recorded === undefined) return undefined;
  const isSame = recorded.sha256 === manifest.network.sha256;
  if (isSame && !routesOf(bag.topics, { wanted: ['camera/image_raw'] }).some(isLossy)) return undefined;
  const { name, version, network } = manifest;
  const comparison = new ModelComparison({
    apartBy: isSame ? 'pictures' : 'model',
    recordedBy: inWords(recorded.model, recorded.version, recorded.sha256),
    replayedBy: inWords(name, version, network.sha256),
  });
  const topics = ['/detections', '/surface'].flatMap((end) => topicsOf(bag, end));
  const decoder = new BagDecoder();
  for await (const message of bag.messages({ topics })) comparison.recorded(message, decoder);
  return comparison;
}

/** What vision_info of the recording says; the first, for a model does not change during a run. */
async function recordedModel(bag: Bag): Promise<z.infer<typeof infoSchema> | undefined> {
  const topics = topicsOf(bag, '/vision_info');
  if (topics.length === 0) return undefined;
  const decoder = new BagDecoder();
  for await (const message of bag.messages({ topics })) {
    const decoded = decoder.decode(message);
    if (decoded.kind !== 'known' || decoded.type !== 'vision_msgs/msg/VisionInfo') continue;
    const info = infoSchema.safeParse(parsed(decoded.message.database_location));
    if (info.success) return info.data;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // of somebody else's detector
  }
}

function topicsOf({ topics }: Bag, end: string): string[] {
  return topics.map(({ name }) => name).filter((name) => name.endsWith(end));
}

/** Two versions of one name may differ in the digest alone. */
function inWords(name: string, version: string, sha256: string): string {
  return `${name} ${version} (${sha256.slice(0, 8)}…)`;
}

type Between = Pick<ModelsCompared, 'apartBy' | 'recordedBy' | 'replayedBy'>;

export class ModelComparison {
  readonly #between: Between;
  readonly #recordedByStamp = new Map<TimeNs, Said>();
  readonly #replayedByStamp = new Map<TimeNs, Said>();

  constructor(between: Between) {
    this.#between = between;
  }

  recorded(message: BagMessage, decoder: BagDecoder): void {
    const decoded = decoder.decode(message);
    if (decoded.kind !== 'known') return;
    if (decoded.type === 'vision_msgs/msg/Detection2DArray')
      noteThings(this.#recordedByStamp, decoded.message);
    if (decoded.type === 'vision_msgs/msg/Classification')
      noteSurface(this.#recordedByStamp, decoded.message);
  }

  /** Of the replay; what comes from the recording itself is not among what detect writes. */
  replayed({ topic, message }: Envelope): void {
    if (topic === 'detections') noteThings(this.#replayedByStamp, message);
    if (topic === 'surface') noteSurface(this.#replayedByStamp, message);
  }

  finish(): ModelsCompared {
    const pairs = [...this.#replayedByStamp].flatMap(([stamp, replayed]) => {
      const recorded = this.#recordedByStamp.get(stamp);
      return recorded === undefined ? [] : [{ recorded, replayed }];
    });
    const things = (of: 'recorded' | 'replayed'): number =>
      pairs.reduce((sum, pair) => sum + (pair[of].things?.length ?? 0), 0);
    const differing = (of: keyof Said): number =>
      pairs.filter(({ recorded, replayed }) => isOther(recorded[of], replayed[of])).length;
    return {
      ...this.#between,
      pictures: pairs.length,
      otherThings: differing('things'),
      otherSurface: differing('surface'),
      things: { recorded: things('recorded'), replayed: things('replayed') },
    };
  }
}

/** What one of them did not say is no difference. */
function isOther(recorded: Said[keyof Said], replayed: Said[keyof Said]): boolean {
  return recorded !== undefined && replayed !== undefined && String(recorded) !== String(replayed);
}

function saidOf(byStamp: Map<TimeNs, Said>, stamp: TimeNs): Said {
  const said = byStamp.get(stamp) ?? {};
  byStamp.set(stamp, said);
  return said;
}

function noteThings(byStamp: Map<TimeNs, Said>, { header, detections }: Detection2DArray): void {
  saidOf(byStamp, fromTime(header.stamp)).things = detections
    .map(({ results }) => results[0]?.hypothesis.class_id ?? '')
    .sort();
}

function noteSurface(byStamp: Map<TimeNs, Said>, { header, results }: Classification): void {
  saidOf(byStamp, fromTime(header.stamp)).surface = results[0]?.class_id;
}

/** Topics that another model, or other pictures, must be expected to change: what detect says, and what is made of it where stages hear each other. */
export function changedByModel(
  stages: readonly Stage[],
  { method }: Pick<ReplayResult, 'method'>,
): Set<string> {
  const changed = new Set<string>(DetectStage.topics.writes);
  // Call by call each stage gets what was recorded.
  for (let before = -1; method === 'time' && before !== changed.size;) {
    before = changed.size;
    const hearing = stages.filter(({ reads }) => reads.some((topic) => changed.has(topic)));
    for (const topic of hearing.flatMap(({ writes }) => writes)) changed.add(topic);
  }
  return changed;
}

function shows(pictures: number): string {
  return `${pictures} ${pictures === 1 ? 'shows' : 'show'}`;
}

/** For people. */
export function modelLines(models: ModelsCompared): string[] {
  const { apartBy, recordedBy, replayedBy, pictures, otherThings, otherSurface, things } = models;
  return [
    apartBy === 'model'
      ? `Recorded by ${recordedBy}, replayed by ${replayedBy}: what differs is how the two models see.`
      : `Recorded and replayed by ${recordedBy}, which saw the pictures before they became the JPEG of the recording.`,
    `Of ${counted(pictures, 'picture')} that both saw, ${shows(otherThings)} other things (${things.recorded} in all then, ${things.replayed} now) and ${shows(otherSurface)} another surface.`,
  ];
}
