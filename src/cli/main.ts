#!/usr/bin/env node
// The jackdaw command: builds the program, runs it, and turns whatever goes wrong into words and an exit code.
import { CommanderError } from 'commander';
import { Fault } from '../fault/fault.js';
import { exitCodeOf, exitCodes, type ExitCode } from './exit.js';
import { createProgram } from './program.js';
import { markRosArguments } from './ros-arguments.js';

// A reader that has seen enough (`| head`) closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.machine),
);
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  try {
    await createProgram((found) => (code = found)).parseAsync(markRosArguments(argv));
    return code;
  } catch (thrown) {
    return report(thrown);
  }
}

function report(thrown: unknown): ExitCode {
  // Commander has already printed its own sentence.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (thrown instanceof Fault) {
    process.stderr.write(`jackdaw: ${thrown.message}\n`);
    return exitCodeOf(thrown.code);
  }
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stderr.write(
    `jackdaw: this is a defect of Jackdaw, please report it with the lines below\n${stack}\n`,
  );
  return exitCodes.defect;
}
