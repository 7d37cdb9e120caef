// The time that the simulator's benchmarks are measured by.

export interface Clock {
  /** Seconds from any fixed moment. */
  now(): number;
}
