// What the exit code of a command says; docs/command-line.md has the same table.
import type { FaultCode } from '../fault/codes.js';

export const exitCodes = {
  /** It did what was asked; a run ended by Ctrl-C or SIGTERM counts. */
  ok: 0,
  /** It ran, and what it checked does not hold: a replay differs, a scenario is not met, a bag was recovered with loss. */
  finding: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** An input cannot be used: a world, a bag, a log, a picture. */
  input: 3,
  /** The machine does not let it: disk, permissions, a missing package. */
  machine: 4,
  /** A defect of Jackdaw itself. */
  defect: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const machineCodes: readonly FaultCode[] = [
  'bag/disk-full',
  'bag/write-failed',
  'dataset/write-failed',
  'model/write-failed',
  'process/ended',
  'physics/missing',
  'engine/missing',
  'ros/missing',
  'ros/start-failed',
  'cli/output',
  'training/write-failed',
  'training/learner-missing',
  'evaluation/write-failed',
];

/** Which exit code a Fault ends the program with. */
export function exitCodeOf(code: FaultCode): ExitCode {
  if (code.startsWith('cli/usage') || code.startsWith('config/')) return exitCodes.usage;
  if (machineCodes.includes(code)) return exitCodes.machine;
  if (code.startsWith('runtime/')) return exitCodes.defect;
  return exitCodes.input;
}
