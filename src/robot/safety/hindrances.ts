// What is done to a detector on purpose: it is late, frames are lost, and the camera looks elsewhere than its transform says.
import type { Detection2DArray, TFMessage } from '../../message/messages.js';
import type { TimeNs } from '../../message/time.js';
import { multiply, quaternionFromRpy } from '../../runtime/geometry/rigid.js';
import type { Emit, Envelope, Source, Stage } from '../../runtime/stage.js';
import type { Random } from '../../simulation/random.js';

export interface Hindrances {
  /** From a published frame to its published detections, ms. */
  readonly delayMs: number;
  /** Share of frames that are lost on their way to the detector. */
  readonly lost: number;
  /** The camera is mounted wrong by up to this, up or down, rad. */
  readonly pitchRad: number;
  /** What it is asked for of this class is left out, as if it had never been taught it. */
  readonly unknownClass?: string | undefined;
}

/** What the figures of the bench are made under. */
export const usualHindrances: Hindrances = { delayMs: 100, lost: 0.1, pitchRad: Math.PI / 180 };

/** The same detector, late and with lost frames; all that belongs to one frame is lost together. */
export function hinderDetector(
  detector: Stage,
  { delayMs, lost, unknownClass }: Hindrances,
  random: Random,
): Stage {
  let stamp: TimeNs | undefined;
  let isLost = false;
  const loses = (envelope: Envelope): boolean => {
    if (!isOfFrame(envelope)) return false;
    if (envelope.stamp !== stamp) isLost = random.next() < lost;
    stamp = envelope.stamp;
    return isLost;
  };
  return {
    name: detector.name,
    reads: detector.reads,
    writes: detector.writes,
    queue: detector.queue ?? 'latest',
    latencyMs: delayMs,
    take: (envelope, now, emit) =>
      loses(envelope) ? undefined : detector.take(envelope, now, leavingOut(unknownClass, emit)),
    close: () => detector.close?.(),
  };
}

function leavingOut(classId: string | undefined, emit: Emit): Emit {
  if (classId === undefined) return emit;
  return (topic, message) => {
    if (topic !== 'detections') return emit(topic, message);
    const { header, detections } = message as Detection2DArray;
    const known = detections.filter(({ results }) => results[0]?.hypothesis.class_id !== classId);
    emit('detections', { header, detections: known });
  };
}

function isOfFrame({ topic }: Envelope): boolean {
  return topic === 'camera/image_raw' || topic.startsWith('ground_truth/');
}

/** The same source, but what it says of the camera's mounting is turned by an angle: positive, and it looks lower than it says. */
export function misplaceCamera(source: Source, pitchRad: number): Source {
  const turn = quaternionFromRpy(0, -pitchRad, 0);
  const turned = ({ transforms }: TFMessage): TFMessage => ({
    transforms: transforms.map((one) =>
      one.child_frame_id === 'camera_link'
        ? { ...one, transform: { ...one.transform, rotation: multiply(one.transform.rotation, turn) } }
        : one,
    ),
  });
  return {
    name: source.name,
    reads: source.reads,
    writes: source.writes,
    next: () => source.next(),
    take: (envelope, now) => source.take?.(envelope, now),
    close: () => source.close?.(),
    advance(now, emit) {
      const wrapped: Emit = (topic, message) =>
        topic === '/tf_static' ? emit('/tf_static', turned(message as TFMessage)) : emit(topic, message);
      return source.advance(now, wrapped);
    },
  };
}
