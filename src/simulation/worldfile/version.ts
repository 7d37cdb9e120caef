// The first line of a file: which Webots wrote it, and whether that was before or after another release.
import { Fault } from '../../fault/fault.js';
import { quote } from './tokens.js';
import type { Header } from './tree.js';

/** The release whose rules we follow and whose name we write. */
export const currentVersion = 'R2025a';

/** Before this one bodies had y up and cylinders stood along y. */
export const firstZUpVersion = 'R2022a';

// webots.md 1.1: `VRML`, optionally `_` and three letters, a space, a version, then ` utf8` or the end.
const title = /^VRML(?:_[A-Z]{3})? (V?[\w.]+)(?: rev\w+)?(?: utf8|$)/;

/** Takes the `#` lines at the top of a file; undefined if the first is no title. */
export function parseHeader(comments: readonly string[]): Header | undefined {
  const version = title.exec(comments[0]?.trimEnd() ?? '')?.[1];
  return version === undefined ? undefined : { version, comments: comments.slice(1) };
}

export function missingHeader(comments: readonly string[], file: string): Fault {
  return new Fault('world/syntax', {
    what: 'The file does not begin as a Webots file.',
    found: comments[0] === undefined ? 'no comment line' : quote(`#${comments[0]}`),
    expected: `#VRML_SIM ${currentVersion} utf8`,
    next: 'Check that this is a text .wbt or .proto file.',
    where: `${file}:1:1`,
  });
}

/** True if the first release is older; releases before R2018a are named by plain version numbers. */
export function isBefore(version: string, other: string): boolean {
  return releaseNumber(version) < releaseNumber(other);
}

function releaseNumber(version: string): number {
  const match = /^R(\d{4})([a-z]?)/.exec(version);
  return match === null ? 0 : Number(match[1]) * 100 + ((match[2] ?? '').codePointAt(0) ?? 0) - 96;
}
