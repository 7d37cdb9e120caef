// metrics.jsonl: one line per report and per validation, read back when a training goes on.
import { z } from 'zod';

const finite = z.number();
const step = z.int().min(0);

const reportSchema = z.object({
  kind: z.literal('step'),
  step,
  images: z.int().min(0),
  /** Learning rate. */
  rate: finite,
  total: finite,
  heat: finite,
  giou: finite,
  l1: finite,
  free: finite,
  surface: finite,
  gradientNorm: finite,
  imagesPerSecond: finite,
  /** Share of the time that the learner waited for pictures. */
  waiting: finite,
});

const validationSchema = z.object({
  kind: z.literal('validation'),
  step,
  images: z.int().min(0),
  map50: finite,
  /** Absent where nothing is labelled. */
  surfaceAccuracy: finite.optional(),
  freeIou: finite.optional(),
});

const entrySchema = z.discriminatedUnion('kind', [reportSchema, validationSchema]);

export type StepEntry = z.output<typeof reportSchema>;
export type ValidationEntry = z.output<typeof validationSchema>;
export type Entry = StepEntry | ValidationEntry;

export function formatEntry(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The whole lines up to a step; a torn or foreign line ends what can be trusted. */
export function parseEntries(text: string, lastStep: number): Entry[] {
  const entries: Entry[] = [];
  for (const line of text.split('\n')) {
    const entry = parseLine(line);
    if (entry === undefined) break;
    if (entry.step <= lastStep) entries.push(entry);
  }
  return entries;
}

function parseLine(line: string): Entry | undefined {
  try {
    const result = entrySchema.safeParse(JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

/** By less the judgement of a few hundred pictures goes up and down anyway. */
const FALLEN_BY = 0.03;

/** Whether what is exported, the last, is clearly worse than what the training had come to before. */
export function hasFallen(
  last: ValidationEntry | undefined,
  best: ValidationEntry | undefined,
): best is ValidationEntry {
  return last !== undefined && best !== undefined && best.map50 - last.map50 >= FALLEN_BY;
}

export function bestValidation(entries: readonly Entry[]): ValidationEntry | undefined {
  return entries
    .filter((entry) => entry.kind === 'validation')
    .reduce<ValidationEntry | undefined>(
      (best, each) => (best && best.map50 >= each.map50 ? best : each),
      undefined,
    );
}

export function lastValidation(entries: readonly Entry[]): ValidationEntry | undefined {
  return entries.findLast((entry) => entry.kind === 'validation');
}
