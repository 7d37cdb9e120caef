// Which PROTOs are held out: those in sim/heldout.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** As types are named in EXTERNPROTO URLs: `Boot`, `surfaces/KilimRug`. */
export function heldOutProtos(simFolder: string): ReadonlySet<string> {
  const folder = join(simFolder, 'heldout', 'protos');
  if (!existsSync(folder)) return new Set();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Set(
    paths
      .filter((path) => path.endsWith('.proto'))
      .map((path) => path.replaceAll('\\', '/').slice(0, -'.proto'.length)),
  );
}
