// Label files that were given to the wrong bags: known by the bag's name in the names of their pictures.
import { Fault } from '../../fault/fault.js';
import { bagNameOf } from '../../recording/picture-name.js';
import type { CocoLabels } from './coco-labels.js';
import { bagInName } from './picture-number.js';
import type { BagSource } from './sources.js';

/**
 * Throws dataset/bad-label if pictures of a file are named after another of the bags. Returns what looks wrong: a name that
 * no bag has may be that of a bag renamed since, or a tool's own. Names without one say nothing.
 */
export function refuseSwapped(sources: readonly BagSource[], coco: readonly CocoLabels[]): string[] {
  const names = new Set(sources.map(({ path }) => bagNameOf(path)));
  return coco.flatMap(({ path, entries }, given) => {
    const own = sources.filter((source) => source.given === given).map((source) => bagNameOf(source.path));
    const strange = entries.filter(({ fileName }) => {
      const said = bagInName(fileName);
      return said !== undefined && !own.includes(said);
    });
    const [first] = strange;
    if (first === undefined || own.length === 0) return [];
    const other = strange.find(({ fileName }) => names.has(bagInName(fileName)!));
    if (other !== undefined) throw swapped(path, { fileName: other.fileName, own });
    return [
      `Warning: ${strange.length} of the ${entries.length} images of ${path} are named after ${bagInName(first.fileName)}, not after ${own.join(', ')}, for example ${first.fileName}. Are they of this bag?`,
    ];
  });
}

function swapped(where: string, { fileName, own }: { fileName: string; own: readonly string[] }): Fault {
  return new Fault('dataset/bad-label', {
    what: 'the COCO file is of another bag than the one it is given for',
    found: fileName,
    expected: `pictures of ${own.join(', ')}`,
    where,
    next: 'Give the COCO files in the order of the bags: --from kitchen hall --coco kitchen.json hall.json',
  });
}
