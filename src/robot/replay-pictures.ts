// Pictures of a replay: every so many scans, what cluster and guard see at that moment, as numbered PNG files.
import { join } from 'node:path';
import { GuardStage } from '../driving/guard.js';
import { nsToMs, type TimeNs } from '../message/time.js';
import { ClusterStage } from '../perception/cluster/cluster.js';
import { nodeDisk } from '../recording/disk.js';
import { admitDrawings, writeDrawing, writingOut } from '../recording/output.js';
import type { Envelope, Stage } from '../runtime/stage.js';
import { Sweep } from '../runtime/geometry/sweep.js';
import { renderScan, type ScanPicture } from './scan-picture.js';

export interface ReplayPicturesOptions {
  readonly folder: string;
  readonly stages: readonly Stage[];
  /** A picture for every so many answers to a scan. */
  readonly every: number;
  readonly most: number;
}

export interface ReplayPictures {
  /** To be called with every envelope of the replay. */
  observe(envelope: Envelope): void;
  /** Waits for the last picture; the files, in order. */
  finish(): Promise<readonly string[]>;
}

/** Of this file and of replay-frames. */
const drawingName = /^(camera-)?\d{4,}\.png$/;

/** Throws cli/output if the folder cannot be made, cli/usage if it holds what is not ours to replace. */
export async function openReplayPictures(options: ReplayPicturesOptions): Promise<ReplayPictures> {
  const { folder } = options;
  await admitDrawings({ folder, flag: '--render', draws: (name) => drawingName.test(name) });
  await writingOut(folder, () => nodeDisk.makeFolder(folder));
  return new Pictures(options);
}

class Pictures implements ReplayPictures {
  readonly #options: ReplayPicturesOptions;
  readonly #cluster: ClusterStage | undefined;
  readonly #guard: GuardStage | undefined;
  readonly #files: string[] = [];
  #start: TimeNs | undefined;
  #scans = 0;
  #awaited = false;
  #work: Promise<void> = Promise.resolve();

  constructor(options: ReplayPicturesOptions) {
    this.#options = options;
    this.#cluster = options.stages.find((stage) => stage instanceof ClusterStage);
    this.#guard = options.stages.find((stage) => stage instanceof GuardStage);
  }

  /** The guard answers at its next tick: the picture is taken at the last answer to a scan. */
  observe(envelope: Envelope): void {
    this.#start ??= envelope.time;
    if (envelope.topic === 'scan') this.#awaited = true;
    const last = this.#guard === undefined ? 'lidar/obstacles' : 'guard';
    if (!this.#awaited || envelope.topic !== last) return;
    this.#awaited = false;
    const { every, most, folder } = this.#options;
    if (this.#scans++ % every !== 0 || this.#files.length >= most) return;
    const name = `${String(this.#files.length + 1).padStart(4, '0')}.png`;
    this.#files.push(join(folder, name));
    const picture = this.#look(nsToMs(envelope.time - this.#start) / 1000);
    this.#work = this.#work.then(async () => writeDrawing(folder, name, await renderScan(picture)));
    // Said by finish, which may be long after.
    this.#work.catch(() => undefined);
  }

  async finish(): Promise<readonly string[]> {
    await this.#work;
    return this.#files;
  }

  /** Stages overwrite what they show: the picture keeps copies. */
  #look(seconds: number): ScanPicture {
    const clusters = this.#cluster?.view();
    return {
      title: `${seconds.toFixed(1)} s`,
      sweep: clusters === undefined ? new Sweep() : copySweep(clusters.sweep),
      clusters:
        clusters === undefined
          ? undefined
          : { labels: clusters.labels, segments: clusters.segments.map((each) => ({ ...each })) },
      guard: this.#guard?.view(),
    };
  }
}

function copySweep(sweep: Sweep): Sweep {
  const copy = new Sweep();
  return Object.assign(copy, sweep, {
    x: sweep.x.slice(),
    y: sweep.y.slice(),
    range: sweep.range.slice(),
    kind: sweep.kind.slice(),
  });
}
