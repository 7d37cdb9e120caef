// Time: nanoseconds on the run's clock as bigint, and ROS's {sec, nanosec} at the border.

/** Nanoseconds on the run's clock: since the epoch live, since 0 in simulation. */
export type TimeNs = bigint;

/** builtin_interfaces/msg/Time. */
export interface Time {
  sec: number;
  nanosec: number;
}

/** builtin_interfaces/msg/Duration. */
export interface Duration {
  sec: number;
  nanosec: number;
}

const NS_PER_S = 1_000_000_000n;
const NS_PER_MS = 1_000_000n;

export function toTime(ns: TimeNs): Time {
  const sec = ns >= 0n ? ns / NS_PER_S : -((-ns + NS_PER_S - 1n) / NS_PER_S);
  return { sec: Number(sec), nanosec: Number(ns - sec * NS_PER_S) };
}

export function fromTime(time: Time): TimeNs {
  return BigInt(time.sec) * NS_PER_S + BigInt(time.nanosec);
}

export function msToNs(ms: number): TimeNs {
  return Number.isInteger(ms) ? BigInt(ms) * NS_PER_MS : BigInt(Math.round(ms * 1e6));
}

export function nsToMs(ns: TimeNs): number {
  return Number(ns) / 1e6;
}

export function secondsBetween(later: TimeNs, earlier: TimeNs): number {
  return Number(later - earlier) / 1e9;
}

/** The earlier of two times, where undefined is never. */
export function earlier(a: TimeNs | undefined, b: TimeNs | undefined): TimeNs | undefined {
  if (a === undefined) return b;
  return b === undefined || a <= b ? a : b;
}

/** Whether a time has come, where undefined is never. */
export function isDue(time: TimeNs | undefined, now: TimeNs): boolean {
  return time !== undefined && time <= now;
}
