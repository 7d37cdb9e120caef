// Where a model to be is asked for: models/<name>/<version>.
import { basename, join, resolve } from 'node:path';
import { Fault } from '../fault/fault.js';

/** The folder's last part is the version, the one above it the name. Throws cli/usage. */
export function checkVersion(out: string): void {
  if (/^\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(basename(resolve(out)))) return;
  throw new Fault('cli/usage', {
    what: '--out does not end in a version.',
    found: out,
    expected: 'models/<name>/<version>, the version as in 1.0.0',
    next: `Say which version it is: --out ${join(out, '0.1.0')}`,
  });
}
