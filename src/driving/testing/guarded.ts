// A guard on a bench: fed message by message at chosen times, and asked what it lets through.
import type {
  Contacts,
  GuardState,
  LaserScan,
  Odometry,
  TFMessage,
  TwistStamped,
} from '../../message/messages.js';
import { msToNs, toTime, type Time } from '../../message/time.js';
import type { MessageOf, TopicName } from '../../message/topics.js';
import { createEnvelope } from '../../runtime/envelope.js';
import { quaternionFromYaw } from '../../runtime/geometry/rigid.js';
import type { Emit, Envelope } from '../../runtime/stage.js';
import { guardConfig, type GuardConfig } from '../guard-config.js';
import { GuardStage } from '../guard.js';
import { twistStamped } from '../twist.js';

const BEAMS = 360;

/** What is fed in one period of 50 ms; a missing part is silence. Stamps in ms, relative to the time it is fed. */
export interface Feed {
  readonly linear?: number;
  readonly angular?: number;
  readonly commandStampMs?: number;
  /** Range by bearing in the base frame, rad; everything free if absent. */
  readonly range?: (bearing: number) => number;
  readonly scanStampMs?: number;
  readonly odomStampMs?: number;
  readonly odomLinear?: number;
  readonly bumperStampMs?: number;
  readonly contact?: readonly [number, number];
  readonly without?: readonly ('scan' | 'odom' | 'bumper' | '/tf' | 'cmd_vel_raw')[];
}

export class Guarded {
  readonly stage: GuardStage;
  linear = 0;
  angular = 0;
  state: GuardState | undefined;
  nowMs = 0;
  readonly #emit: Emit = (topic, message) => {
    if (topic === 'guard') this.state = message as GuardState;
    if (topic === 'cmd_vel') {
      const { twist } = message as TwistStamped;
      this.linear = twist.linear.x;
      this.angular = twist.angular.z;
    }
  };

  constructor(overrides: Partial<GuardConfig> = {}) {
    this.stage = new GuardStage({ ...guardConfig.parse({}), ...overrides });
    this.send('/tf_static', transform('base_link', 'laser', toTime(0n)));
  }

  send<T extends TopicName>(topic: T, message: MessageOf<T>): void {
    const now = msToNs(this.nowMs);
    this.stage.take(createEnvelope(topic, message, now, 0) as Envelope, now);
  }

  /** Feeds for so many periods, ticking after each. */
  run(feed: Feed, periods = 10): this {
    for (let k = 0; k < periods; k++) {
      this.nowMs += 50;
      this.#feed(feed);
      this.stage.tick(msToNs(this.nowMs), this.#emit);
    }
    return this;
  }

  #feed(feed: Feed): void {
    const at = (offsetMs = 0): Time => toTime(msToNs(this.nowMs + offsetMs));
    const silent = new Set(feed.without);
    if (!silent.has('/tf')) this.send('/tf', transform('odom', 'base_link', at()));
    if (!silent.has('odom')) this.send('odom', odometry(at(feed.odomStampMs), feed.odomLinear ?? 0));
    if (!silent.has('bumper')) this.send('bumper', bumper(at(feed.bumperStampMs), feed.contact));
    if (!silent.has('scan')) this.send('scan', scan(at(feed.scanStampMs), feed.range));
    if (silent.has('cmd_vel_raw')) return;
    const header = { stamp: at(feed.commandStampMs), frame_id: 'base_link' };
    this.send('cmd_vel_raw', twistStamped(header, feed.linear ?? 0, feed.angular ?? 0));
  }
}

function transform(parent: string, child: string, stamp: Time): TFMessage {
  const rotation = quaternionFromYaw(0);
  const header = { stamp, frame_id: parent };
  return {
    transforms: [
      { header, child_frame_id: child, transform: { translation: { x: 0, y: 0, z: 0 }, rotation } },
    ],
  };
}

function odometry(stamp: Time, linear: number): Odometry {
  const header = { stamp, frame_id: 'odom' };
  const covariance = new Float64Array(36);
  return {
    header,
    child_frame_id: 'base_link',
    pose: { pose: { position: { x: 0, y: 0, z: 0 }, orientation: quaternionFromYaw(0) }, covariance },
    twist: { twist: twistStamped(header, linear, 0).twist, covariance },
  };
}

function bumper(stamp: Time, contact: readonly [number, number] | undefined): Contacts {
  const position = { x: contact?.[0] ?? 0, y: contact?.[1] ?? 0, z: 0.05 };
  const contacts = contact === undefined ? [] : [{ object: 'shoe', class_id: 'shoe', position, force: 3 }];
  return { header: { stamp, frame_id: 'base_link' }, contacts };
}

function scan(stamp: Time, range: (bearing: number) => number = () => Infinity): LaserScan {
  const step = (2 * Math.PI) / BEAMS;
  return {
    header: { stamp, frame_id: 'laser' },
    angle_min: -Math.PI,
    angle_max: Math.PI - step,
    angle_increment: step,
    time_increment: 0,
    scan_time: 0.1,
    range_min: 0.12,
    range_max: 8,
    ranges: Float32Array.from({ length: BEAMS }, (_, i) => range(-Math.PI + i * step)),
    intensities: new Float32Array(0),
  };
}
