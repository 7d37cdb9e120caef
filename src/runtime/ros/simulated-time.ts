// Time from /clock. rclnodejs asks for a reliable /clock and never hears the best-effort one of players and simulators.
import { Fault } from '../../fault/fault.js';
import { decode } from '../../message/codec.js';
import { fromTime, msToNs, nsToMs, type TimeNs } from '../../message/time.js';
import type { Clock } from '../clock.js';
import { inWords } from '../config/problems.js';
import type { RosNode } from './node.js';
import { requestedQos, toRcl } from './qos.js';

interface Sleeper {
  readonly due: TimeNs;
  wake(): void;
}

const USE_SIM_TIME = 'use_sim_time';
/** Best effort may deliver out of order: less than this is not going back. */
const DISORDER_NS = msToNs(500);

/** Moves only when /clock does. Going back (a bag that begins again, a world that was reset) wakes all sleepers and is told. */
export class SimulatedClock implements Clock {
  #time: TimeNs = 0n;
  #sleepers: Sleeper[] = [];
  #goneBack: () => void = () => undefined;
  #ticks = 0;

  /** How often /clock has spoken. */
  get ticks(): number {
    return this.#ticks;
  }

  monotonicMs(): number {
    return nsToMs(this.#time);
  }

  /** 0 until something was said on /clock. */
  wallNs(): TimeNs {
    return this.#time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = { due: this.#time + msToNs(ms), wake: resolve };
      this.#sleepers.push(sleeper);
      const giveUp = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Until the first word on /clock, or the abort. */
  async started(signal: AbortSignal): Promise<void> {
    if (this.#time === 0n) await this.sleep(1e-6, signal);
  }

  onBack(tell: () => void): void {
    this.#goneBack = tell;
  }

  advance(time: TimeNs): void {
    this.#ticks += 1;
    const isBack = time < this.#time - DISORDER_NS;
    if (time <= this.#time && !isBack) return;
    this.#time = time;
    this.#wake(({ due }) => isBack || due <= time);
    if (isBack) this.#goneBack();
  }

  #wake(isDue: (sleeper: Sleeper) => boolean): void {
    const due = this.#sleepers.filter(isDue);
    if (due.length === 0) return;
    this.#sleepers = this.#sleepers.filter((sleeper) => !isDue(sleeper));
    for (const sleeper of due) sleeper.wake();
  }
}

export function followClock(node: RosNode, clock: SimulatedClock): void {
  const qos = toRcl(node.rcl, { ...requestedQos('/clock'), depth: 1 });
  const receive = node.guarded('A message on /clock cannot be read.', (bytes: Buffer) =>
    clock.advance(fromTime(decode('rosgraph_msgs/msg/Clock', bytes).clock)),
  );
  node.handle.createSubscription('rosgraph_msgs/msg/Clock', '/clock', { qos, isRaw: true }, receive);
}

/**
 * Stages, their memory and what waits would have to change their time in the middle: what others set is refused.
 * Throws config/invalid for what is neither true nor false.
 */
export function fixTimeBase({ rcl, handle }: RosNode): void {
  const { type, value } = handle.getParameter(USE_SIM_TIME);
  if (typeof value !== 'boolean') throw noSwitch(value);
  const description = 'Whether time comes from /clock; holds from the start';
  // Not read-only for rclnodejs: it would refuse without a word of what to do.
  const descriptor = new rcl.ParameterDescriptor(USE_SIM_TIME, type, description, false);
  const message = { ...descriptor.toMessage(), read_only: true };
  descriptor.toMessage = () => message;
  handle.undeclareParameter(USE_SIM_TIME);
  handle.declareParameter(new rcl.Parameter(USE_SIM_TIME, type, value), descriptor, true);
  handle.addOnSetParametersCallback((parameters) => {
    const isSame = parameters.every(
      (parameter) => parameter.name !== USE_SIM_TIME || parameter.value === value,
    );
    return isSame
      ? { successful: true, reason: '' }
      : {
          successful: false,
          reason: `use_sim_time holds from the start: start the node anew with -p use_sim_time:=${value !== true}`,
        };
  });
}

function noSwitch(value: unknown): Fault {
  return new Fault('config/invalid', {
    what: 'The parameter use_sim_time is a switch.',
    found: inWords(value),
    expected: 'true or false, without quotes',
  });
}
