// The one error of the project: a code from the closed table, and what, found, expected, next step.
import type { FaultCode } from './codes.js';

export interface FaultDetails {
  /** What went wrong, in one sentence with the value that caused it. */
  readonly what: string;
  readonly found?: string | undefined;
  readonly expected?: string | undefined;
  /** The next step: what the person can do or type. */
  readonly next?: string | undefined;
  /** Where in an input it is: `file:line:column`, a config path, a topic. */
  readonly where?: string | undefined;
  readonly cause?: unknown;
}

/** Every failure that reaches a caller. Dropped frames, refused updates and rollbacks are values, not Faults. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly what: string;
  readonly found: string | undefined;
  readonly expected: string | undefined;
  readonly next: string | undefined;
  readonly where: string | undefined;

  constructor(code: FaultCode, details: FaultDetails) {
    super(sentence(code, details), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.what = details.what;
    this.found = details.found;
    this.expected = details.expected;
    this.next = details.next;
    this.where = details.where;
  }
}

/** Wraps whatever was thrown: a Fault passes through, anything else becomes the cause of one. */
export function toFault(thrown: unknown, code: FaultCode, details: FaultDetails): Fault {
  if (thrown instanceof Fault) return thrown;
  const found = details.found ?? (thrown instanceof Error ? thrown.message : String(thrown));
  return new Fault(code, { ...details, found, cause: thrown });
}

/** Says where it was for who did not know: the file of bytes that cannot be read. Other errors pass through. */
export function withPlace(thrown: unknown, where: string): unknown {
  if (!(thrown instanceof Fault) || thrown.where !== undefined) return thrown;
  return retold(thrown, { where });
}

/** The same Fault by who knows better where it was, or what to do next. */
export function retold(fault: Fault, details: Partial<Pick<FaultDetails, 'where' | 'next'>>): Fault {
  const { code, what, found, expected, next, where, cause } = fault;
  return new Fault(code, { what, found, expected, next, where, cause, ...details });
}

function sentence(code: FaultCode, { what, found, expected, next, where }: FaultDetails): string {
  const lines = [`${where === undefined ? '' : `${where}: `}${what} [${code}]`];
  if (found !== undefined) lines.push(`  found:    ${cut(found)}`);
  if (expected !== undefined) lines.push(`  expected: ${expected}`);
  if (next !== undefined) lines.push(`  next:     ${next}`);
  return escapeControls(lines.join('\n'));
}

/** Enough to see what it is; a quoted file could fill the terminal. */
const FOUND_CEILING = 2000;

function cut(text: string): string {
  return text.length <= FOUND_CEILING ? text : `${text.slice(0, FOUND_CEILING)}…`;
}

/** What is quoted from files must not command the terminal. Lines stay lines. */
function escapeControls(text: string): string {
  return text.replace(
    /[^\P{Cc}\n\t]/gu,
    (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
