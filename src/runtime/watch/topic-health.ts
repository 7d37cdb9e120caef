// The health of one topic: what is seen of it, and how that is judged against the topic table.
import type { TimeNs } from '../../message/time.js';
import type { Topic } from '../../message/topics.js';

/** diagnostic_msgs/DiagnosticStatus levels. */
export const OK = 0;
export const WARN = 1;
export const ERROR = 2;
export const STALE = 3;
export type Level = typeof OK | typeof WARN | typeof ERROR | typeof STALE;

export interface Judgement {
  readonly level: Level;
  readonly message: string;
  readonly rateHz: number;
  /** Milliseconds since the newest message came; undefined before the first. */
  readonly silentMs: number | undefined;
  /** Milliseconds since the newest stamp; undefined before the first message. */
  readonly ageMs: number | undefined;
  /** From stamp to publication, milliseconds; in lockstep that is virtual time. */
  readonly latencyMs: number;
  readonly latencyMaxMs: number;
  readonly dropped: number;
}

/** Rates and drops are judged over so many checks, that is seconds. */
const WINDOW = 5;
/** This much fewer than nominal is too few; this share of drops is too many. */
const TOLERANCE = 0.1;
/** What has no rate of its own to keep is too slow at less than this share of what it was. */
const SLOWED = 0.5;
/** It gets better only after so many good checks in a row, so that a sensor at the edge does not flap. */
const GOOD_CHECKS = 5;

/** What happened between two checks. */
interface Span {
  readonly seconds: number;
  readonly count: number;
  readonly dropped: number;
}

export class TopicHealth {
  readonly #topic: Topic;
  readonly #nominalHz: number | undefined;
  /** The most that came in a whole window, Hz. */
  #usualHz = 0;
  #spans: Span[] = [];
  #checkedAt: TimeNs;
  #droppedBefore = 0;
  #count = 0;
  #total = 0;
  #newest: { readonly stamp: TimeNs; readonly time: TimeNs } | undefined;
  #latencySumMs = 0;
  #latencyMaxMs = 0;
  #worst: Level = OK;
  #goodChecks = 0;

  /** `isPaced`: it comes at the rate of the topic table; else, as drivers of others do, at one that nobody told us. */
  constructor(topic: Topic, now: TimeNs, isPaced = true) {
    this.#topic = topic;
    this.#nominalHz = isPaced && topic.periodMs !== undefined ? 1000 / topic.periodMs : undefined;
    this.#checkedAt = now;
  }

  get nominalHz(): number | undefined {
    return this.#nominalHz;
  }

  get total(): number {
    return this.#total;
  }

  /** One message, published at `time`, of the world as it was at `stamp`. */
  observe(stamp: TimeNs, time: TimeNs): void {
    const latencyMs = Number(time - stamp) / 1e6;
    this.#count += 1;
    this.#total += 1;
    this.#latencySumMs += latencyMs;
    if (latencyMs > this.#latencyMaxMs) this.#latencyMaxMs = latencyMs;
    this.#newest = { stamp, time };
  }

  /** Judges what happened since the last check and in the window; `dropped` counts from the start of the run. */
  check(now: TimeNs, dropped: number): Judgement {
    this.#closeSpan(now, dropped);
    const measured = {
      rateHz: this.#rateHz(),
      silentMs: this.#newest === undefined ? undefined : Number(now - this.#newest.time) / 1e6,
      ageMs: this.#newest === undefined ? undefined : Number(now - this.#newest.stamp) / 1e6,
      latencyMs: this.#count === 0 ? 0 : this.#latencySumMs / this.#count,
      latencyMaxMs: this.#latencyMaxMs,
      dropped,
    };
    this.#count = this.#latencySumMs = this.#latencyMaxMs = 0;
    return { ...measured, ...this.#settle(...this.#judge(measured)) };
  }

  #closeSpan(now: TimeNs, dropped: number): void {
    const seconds = Number(now - this.#checkedAt) / 1e9;
    this.#spans.push({ seconds, count: this.#count, dropped: dropped - this.#droppedBefore });
    if (this.#spans.length > WINDOW) this.#spans.shift();
    this.#checkedAt = now;
    this.#droppedBefore = dropped;
  }

  #rateHz(): number {
    const seconds = this.#sum('seconds');
    return seconds > 0 ? this.#sum('count') / seconds : 0;
  }

  #sum(key: keyof Span): number {
    return this.#spans.reduce((sum, span) => sum + span[key], 0);
  }

  /** Silence is judged by what came, whatever its stamps. Doubt counts: a stamp from the future is as bad as one that is too old. */
  #judge({
    silentMs,
    ageMs,
    rateHz,
    latencyMaxMs,
  }: Pick<Judgement, 'silentMs' | 'ageMs' | 'rateHz' | 'latencyMaxMs'>): [Level, string] {
    const { periodMs, maxAgeMs } = this.#topic;
    if (silentMs === undefined || ageMs === undefined)
      return periodMs === undefined ? [OK, 'nothing yet'] : [STALE, 'never heard of'];
    if (maxAgeMs !== undefined) {
      if (silentMs > maxAgeMs) return [STALE, `silent for ${silentMs.toFixed(0)} ms`];
      if (ageMs > maxAgeMs) return [STALE, `stamped ${seconds(ageMs)} s before this node's clock`];
      if (ageMs < -maxAgeMs) return [ERROR, `stamped ${seconds(-ageMs)} s after this node's clock`];
      if (latencyMaxMs > maxAgeMs) return [ERROR, `up to ${latencyMaxMs.toFixed(0)} ms late`];
    }
    const slow = this.#tooSlow(rateHz);
    if (slow !== undefined) return [WARN, slow];
    const lost = this.#sum('dropped');
    if (lost > this.#sum('count') * TOLERANCE)
      return [WARN, `readers dropped ${lost} in ${this.#spans.length} s`];
    return [OK, 'ok'];
  }

  #tooSlow(rateHz: number): string | undefined {
    if (this.#nominalHz !== undefined) {
      const isSlow = rateHz < this.#nominalHz * (1 - TOLERANCE);
      return isSlow ? `${rateHz.toFixed(1)} Hz of ${this.#nominalHz.toFixed(1)}` : undefined;
    }
    if (this.#topic.periodMs === undefined || this.#spans.length < WINDOW) return undefined;
    this.#usualHz = Math.max(this.#usualHz, rateHz);
    const isSlow = rateHz < this.#usualHz * SLOWED;
    return isSlow ? `${rateHz.toFixed(1)} Hz, it was ${this.#usualHz.toFixed(1)}` : undefined;
  }

  #settle(level: Level, message: string): Pick<Judgement, 'level' | 'message'> {
    if (level >= this.#worst) {
      this.#worst = level;
      this.#goodChecks = 0;
      return { level, message };
    }
    this.#goodChecks += 1;
    if (this.#goodChecks >= GOOD_CHECKS) {
      this.#worst = level;
      this.#goodChecks = 0;
      return { level, message };
    }
    return { level: this.#worst, message: `recovering, ${message} now` };
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
