// How long a camera frame takes to become published detections, beside the bare call to ONNX Runtime in the same rounds.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Image } from '../../message/messages.js';
import { toTime } from '../../message/time.js';
import type { Picture } from '../../picture/decode.js';
import { openSystemClock } from '../../runtime/clock.js';
import { runLive } from '../../runtime/executors/live.js';
import { quantile } from '../../runtime/quantile.js';
import type { Emit, Envelope, Feed } from '../../runtime/stage.js';
import { createChannel } from '../engine/channel.js';
import { detectConfig } from './detect-config.js';
import { DetectStage } from './detect.js';
import { openBareCall, type BareCall } from '../engine/session.js';
import { HUNG_MS, openEngine } from '../engine/engine.js';
import type { Model } from '../model/model.js';
import { Preparer } from '../prepare/prepare.js';

export interface DetectBenchOptions {
  readonly model: Model;
  readonly frames: readonly Picture[];
  readonly rounds: number;
  readonly threads: number;
  /** Monotonic, milliseconds. */
  readonly now: () => number;
  /** The same frame by somebody else: milliseconds of one run. */
  readonly peer?: ((frame: number) => Promise<number>) | undefined;
}

export interface DetectBench {
  readonly rounds: number;
  readonly threads: number;
  /** From the frame's publication to that of its detections. */
  readonly medianMs: number;
  readonly p95Ms: number;
  /** The bare call with the same options, in the same rounds. */
  readonly ortMedianMs: number;
  readonly ortP95Ms: number;
  readonly prepareMedianMs: number;
  /** Of the event loop while frames come at the camera's rate. */
  readonly loopDelayP99Ms: number;
  /** One frame after another. */
  readonly framesPerSecond: number;
  /** Array buffers that are new after a frame, bytes per frame: far below a frame, or something is copied. */
  readonly bufferBytesPerFrame: number;
  readonly peerMedianMs?: number;
  /** Above 1: the peer is slower. */
  readonly peerOverOurs?: number;
}

const WARM_UP = 20;
const CAMERA_PERIOD_MS = 65;
const LOOP_FRAMES = 60;
const STREAM_FRAMES = 100;

/** Frames enter by a feed and leave by the executor, as in a robot. */
class FrameFeed implements Feed {
  readonly name = 'bench';
  readonly reads = [] as const;
  readonly writes = ['camera/image_raw'] as const;
  #emit: Emit | undefined;
  #done: ((ms: number) => void) | undefined;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  open(emit: Emit): void {
    this.#emit = emit;
  }

  /** Milliseconds until the detections of this frame are published. */
  async see(image: Image): Promise<number> {
    const published = new Promise<number>((resolve) => (this.#done = resolve));
    const start = this.#now();
    this.#emit?.('camera/image_raw', image);
    return (await published) - start;
  }

  observe({ topic }: Envelope): void {
    if (topic === 'detections') this.#done?.(this.#now());
  }
}

export async function benchDetect(options: DetectBenchOptions): Promise<DetectBench> {
  const { model, threads, frames } = options;
  const deadlineMs = HUNG_MS;
  const engine = await openEngine({ kind: 'onnx-runtime', model, threads, deadlineMs });
  const bare = await openBareCall({
    channel: createChannel(model.manifest),
    network: model.network,
    threads,
  });
  const config = detectConfig.parse({ threads, deadlineMs });
  const feed = new FrameFeed(options.now);
  const ending = new AbortController();
  const run = runLive({
    sources: [],
    feeds: [feed],
    stages: [new DetectStage(config, { manifest: model.manifest, engine })],
    clock: openSystemClock(),
    signal: ending.signal,
    onEnvelope: (envelope) => feed.observe(envelope),
  });
  try {
    await sleep(0);
    return await measure(options, feed, bare, frames.map(toImage));
  } finally {
    ending.abort();
    await run;
    await bare.close();
  }
}

async function measure(
  { rounds, threads, now, model, peer }: DetectBenchOptions,
  feed: FrameFeed,
  bare: BareCall,
  images: readonly Image[],
): Promise<DetectBench> {
  const preparer = new Preparer(model.manifest.input);
  const timed = async (work: () => void | Promise<void>): Promise<number> => {
    const start = now();
    await work();
    return now() - start;
  };
  const ours: number[] = [];
  const ort: number[] = [];
  const prepare: number[] = [];
  const peers: number[] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    const index = (round + WARM_UP) % images.length;
    const image = images[index]!;
    prepare.push(await timed(() => preparer.prepare(image, bare.input)));
    ort.push(await timed(bare.run));
    ours.push(await feed.see(image));
    if (peer !== undefined) peers.push(await peer(index));
  }
  const [oursMs, ortMs, prepareMs, peerMs] = [ours, ort, prepare, peers].map((each) =>
    sorted(each.slice(WARM_UP)),
  );
  const stream = await streamOf(feed, images, now);
  return {
    rounds,
    threads,
    medianMs: quantile(oursMs!, 0.5),
    p95Ms: quantile(oursMs!, 0.95),
    ortMedianMs: quantile(ortMs!, 0.5),
    ortP95Ms: quantile(ortMs!, 0.95),
    prepareMedianMs: quantile(prepareMs!, 0.5),
    loopDelayP99Ms: await loopDelay(feed, images),
    ...stream,
    ...(peer === undefined ? {} : besidePeer(quantile(peerMs!, 0.5), quantile(oursMs!, 0.5))),
  };
}

function besidePeer(peerMedianMs: number, medianMs: number) {
  return { peerMedianMs, peerOverOurs: peerMedianMs / medianMs };
}

async function streamOf(feed: FrameFeed, images: readonly Image[], now: () => number) {
  const before = process.memoryUsage().arrayBuffers;
  const start = now();
  for (let i = 0; i < STREAM_FRAMES; i++) await feed.see(images[i % images.length]!);
  const seconds = (now() - start) / 1000;
  const grown = Math.max(0, process.memoryUsage().arrayBuffers - before);
  return { framesPerSecond: STREAM_FRAMES / seconds, bufferBytesPerFrame: grown / STREAM_FRAMES };
}

/** How much later than due the event loop comes to a timer, while frames arrive at the camera's rate. */
async function loopDelay(feed: FrameFeed, images: readonly Image[]): Promise<number> {
  const resolution = 1;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  for (let i = 0; i < LOOP_FRAMES; i++) {
    await Promise.all([feed.see(images[i % images.length]!), sleep(CAMERA_PERIOD_MS)]);
  }
  delay.disable();
  return Math.max(0, delay.percentile(99) / 1e6 - resolution);
}

function toImage({ width, height, rgb }: Picture): Image {
  const header = { stamp: toTime(0n), frame_id: 'camera_optical_frame' };
  return { header, width, height, encoding: 'rgb8', is_bigendian: 0, step: 3 * width, data: rgb };
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
