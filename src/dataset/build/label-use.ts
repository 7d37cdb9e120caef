// What became of the labels of a COCO file: how many of its images are in the bag and kept, and their boxes by class.
import { z } from 'zod';
import type { CocoEntry, CocoLabels } from './coco-labels.js';
import { bagInName, numberOf } from './picture-number.js';

const count = z.int().min(0);

export const labelUseSchema = z.object({
  /** The COCO file. */
  file: z.string(),
  /** Images in the file, those of them in the bag, and those of them in the dataset. */
  labelled: count,
  found: count,
  kept: count,
  /** The first image of the file that is not in the bag. */
  missing: z.string().optional(),
  /** The numbers in its names are 0, 1, 2 … (or 1, 2, 3 …), and nothing says that `bag export` gave them. */
  gapless: z.literal(true).optional(),
  /** Of the images kept; those that are ignored too. */
  boxesByClass: z.record(z.string(), count),
  /** Boxes hidden, too thin or of a crowd (`iscrowd`): neither trained on nor scored. */
  ignored: count,
  crowds: count,
  /** Boxes without area or outside their picture: left out. */
  outside: count,
});

export type LabelUse = z.infer<typeof labelUseSchema>;

/** Of a bag that one COCO file labels. */
export class LabelTally {
  readonly #coco: CocoLabels;
  readonly #found = new Set<CocoEntry>();
  readonly #boxesByClass = new Map<string, number>();
  #kept = 0;
  #ignored = 0;
  #crowds = 0;
  #outside = 0;

  constructor(coco: CocoLabels) {
    this.#coco = coco;
  }

  takeFound(entry: CocoEntry): void {
    this.#found.add(entry);
  }

  takeKept(
    entry: CocoEntry,
    written: readonly { readonly className: string; readonly ignore: 0 | 1 }[],
  ): void {
    this.#kept++;
    this.#crowds += entry.crowds;
    this.#outside += entry.labels.objects.length - written.length;
    for (const { className, ignore } of written) {
      this.#ignored += ignore;
      this.#boxesByClass.set(className, (this.#boxesByClass.get(className) ?? 0) + 1);
    }
  }

  use(): LabelUse {
    const { path, entries } = this.#coco;
    const missing = entries.find((entry) => !this.#found.has(entry));
    return {
      file: path,
      labelled: entries.length,
      found: this.#found.size,
      kept: this.#kept,
      ...(missing === undefined ? {} : { missing: missing.fileName }),
      ...(isNumberedAnew(entries) ? { gapless: true as const } : {}),
      boxesByClass: Object.fromEntries([...this.#boxesByClass].sort(([a], [b]) => (a < b ? -1 : 1))),
      ignored: this.#ignored,
      crowds: this.#crowds,
      outside: this.#outside,
    };
  }
}

function isNumberedAnew(entries: readonly CocoEntry[]): boolean {
  if (entries.some(({ fileName }) => bagInName(fileName) !== undefined)) return false;
  const numbers = entries.map(({ fileName }) => numberOf(fileName) ?? Infinity).sort((a, b) => a - b);
  const [first = Infinity] = numbers;
  return first <= 1 && numbers.every((number, i) => number === first + i);
}
