// jackdaw bench ros: pictures over ROS to detections over ROS, by our detector node and by the same detector in rclpy.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../fault/fault.js';
import { overlap } from '../perception/model/overlap.js';
import { median } from '../runtime/quantile.js';
import { answerBeside, inJackdaw, inRclpy, inTurns, type Amount } from './bench-ros-work.js';
import type { Profile } from './part-process.js';

type Side = 'ours' | 'rclpy';
const sides: readonly Side[] = ['ours', 'rclpy'];
const MOST_ROUNDS = 2;
const CAMERA_HERTZ = 30;
/** Rooms whose pictures are shown, by seed. */
const ROOMS = 12;

/** Class, score, and the sides left, top, right, bottom. */
type Seen = readonly [string, number, readonly [number, number, number, number]];

interface Showing {
  /** From publishing a picture to its detections. */
  readonly p50Us: number;
  readonly p99Us: number;
  /** Processor time of the detector for each picture. */
  readonly cpuUs: number;
  /** Pictures that no detections came of. */
  readonly lost: number;
  /** Of each picture, in order. */
  readonly answers: readonly (readonly Seen[] | null)[];
}

/** Both see the same pictures, which one node in rclpy publishes as a camera does. Throws if they see different things. */
export async function measureSeen({ rounds, shown }: Amount, signal: AbortSignal) {
  const { findModelFolder } = await import('../robot/named-model.js');
  const model = await findModelFolder();
  const folder = await mkdtemp(join(tmpdir(), 'jackdaw-bench-'));
  try {
    const { writeRoomPictures } = await import('../robot/room-pictures.js');
    await writeRoomPictures(folder, ROOMS);
    const work = { model, folder, shown, signal };
    return {
      tuned: await seenWith('tuned', Math.min(rounds, MOST_ROUNDS), work),
      default: await seenWith('default', 1, work),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Work {
  readonly model: string;
  /** Of the pictures. */
  readonly folder: string;
  readonly shown: number;
  readonly signal: AbortSignal;
}

async function seenWith(profile: Profile, rounds: number, { model, folder, shown, signal }: Work) {
  const bySide: Record<Side, Showing[]> = { ours: [], rclpy: [] };
  const detectors = {
    ours: inJackdaw('node', 'detector', '--ros-args', '-r', '__ns:=/bench', '-p', `vision.model:=${model}`),
    rclpy: inRclpy('detect', model, profile),
  };
  await inTurns(`detections, ${profile}`, rounds * sides.length, async (done) => {
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) {
        const show = (pid: number) => inRclpy('show', folder, pid, CAMERA_HERTZ, shown);
        bySide[side].push((await answerBeside(detectors[side], show, { profile, signal })) as Showing);
        done();
      }
      const agreeing = agreement(bySide.ours[round]!, bySide.rclpy[round]!);
      if (agreeing.share < LEAST_AGREEMENT) throw seesOtherwise(agreeing);
    }
  });
  return summarise(bySide);
}

/** OpenCV rounds to bytes between resizing and normalising: what is near its threshold may be seen by one only. */
const LEAST_AGREEMENT = 0.9;
const SAME_BOX_IOU = 0.8;

/** The share of all detections, of both, that the other has too: same class, same box. */
export function agreement(ours: Pick<Showing, 'answers'>, theirs: Pick<Showing, 'answers'>) {
  let [found, shared] = [0, 0];
  const count = (some: readonly Seen[], others: readonly Seen[]): void => {
    found += some.length;
    shared += some.filter((one) => others.some((other) => isSame(one, other))).length;
  };
  for (const [i, answer] of ours.answers.entries()) {
    const [mine, other] = [answer ?? [], theirs.answers[i] ?? []];
    count(mine, other);
    count(other, mine);
  }
  return { found, share: found === 0 ? 0 : shared / found };
}

function isSame([label, , box]: Seen, [otherLabel, , otherBox]: Seen): boolean {
  return label === otherLabel && overlap(box, otherBox) >= SAME_BOX_IOU;
}

function seesOtherwise({ found, share }: { found: number; share: number }): Fault {
  return new Fault('bench/peer-failed', {
    what: 'The detector in rclpy sees something else; a peer with other answers has no time.',
    found: `${(100 * share).toFixed(0)} % of ${found} detections seen by both`,
    expected: `at least ${100 * LEAST_AGREEMENT} %`,
  });
}

/** Medians of the rounds; ratios are medians of ratios within a round. */
function summarise(bySide: Readonly<Record<Side, readonly Showing[]>>) {
  const figures: Record<string, number> = {};
  for (const name of ['p50Us', 'p99Us', 'cpuUs', 'lost'] as const)
    for (const side of sides) figures[`${side}.${name}`] = median(bySide[side].map((each) => each[name]));
  for (const name of ['p50Us', 'p99Us', 'cpuUs'] as const)
    figures[`ours/rclpy.${name.slice(0, 3)}`] = median(
      bySide.ours.map((each, round) => each[name] / bySide.rclpy[round]![name]),
    );
  const { found, share } = agreement(bySide.ours[0]!, bySide.rclpy[0]!);
  return { ...figures, detections: found, agreement: share };
}
