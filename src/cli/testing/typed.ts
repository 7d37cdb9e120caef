// A command as a person types it, in this process: what it prints, its exit code, and the Fault it ends with.
import type { Fault } from '../../fault/fault.js';
import { createProgram } from '../program.js';

export interface Typed {
  readonly code: number;
  readonly out: string;
  /** Remarks and progress. */
  readonly err: string;
  readonly fault: Fault | undefined;
}

/** Mocha's own lines are printed between two of these, never during one. */
export async function typed(...args: readonly string[]): Promise<Typed> {
  const said = { out: '', err: '' };
  const { stdout, stderr } = process;
  const real = { out: stdout.write.bind(stdout), err: stderr.write.bind(stderr) };
  stdout.write = (text: unknown) => ((said.out += String(text)), true);
  stderr.write = (text: unknown) => ((said.err += String(text)), true);
  let code = 0;
  let fault: Fault | undefined;
  try {
    await createProgram((found) => (code = found)).parseAsync(['node', 'jackdaw', ...args]);
  } catch (thrown) {
    // By name: what a command imports only when it is called is loaded a second time here, with a class of its own.
    if (!(thrown instanceof Error && thrown.name === 'Fault')) throw thrown;
    fault = thrown as Fault;
  } finally {
    stdout.write = real.out;
    stderr.write = real.err;
  }
  return { code, ...said, fault };
}
