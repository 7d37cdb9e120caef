// Notices names of frames that begin with a slash, and says so once for each topic: they work here, and nowhere in ROS 2.
import { Fault } from '../../fault/fault.js';
import type { Header, TransformStamped } from '../../message/messages.js';
import type { TopicName } from '../../message/topics.js';
import type { Envelope } from '../../runtime/stage.js';

interface Framed {
  readonly header?: Header;
  readonly child_frame_id?: string;
  readonly transforms?: readonly TransformStamped[];
}

export class SlashedFrames {
  readonly #told = new Set<TopicName>();
  readonly #report: (fault: Fault) => void;

  constructor(report: (fault: Fault) => void) {
    this.#report = report;
  }

  look({ topic, message }: Envelope): void {
    if (this.#told.has(topic)) return;
    const slashed = findSlashed(message as Framed);
    if (slashed === undefined) return;
    this.#told.add(topic);
    this.#report(
      new Fault('tf/slashed', {
        what: `Frames of ${topic} begin with a slash.`,
        found: slashed,
        expected: slashed.slice(1),
        next: 'It is taken without the slash here. Others will not find it: change the frame in its driver.',
      }),
    );
  }
}

function findSlashed({ header, child_frame_id: child, transforms }: Framed): string | undefined {
  if (header?.frame_id.startsWith('/') === true) return header.frame_id;
  if (child?.startsWith('/') === true) return child;
  for (const transform of transforms ?? []) {
    const slashed = findSlashed(transform);
    if (slashed !== undefined) return slashed;
  }
  return undefined;
}
