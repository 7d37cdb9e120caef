// What a benchmark says about the machine it ran on.
import { cpus, loadavg, totalmem } from 'node:os';

export interface MachineFacts {
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryMiB: number;
  /** Load average of the last minute: above 0.5 before the benchmark, the figures are not to be trusted. */
  readonly load: number;
}

export function machineFacts(): MachineFacts {
  const processors = cpus();
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}
