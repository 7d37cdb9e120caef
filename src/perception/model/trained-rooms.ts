// The rooms that a model learned from, as its manifest notes them: enough to know one again, and nobody's names.
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Of a SHA-256, in hex: with 4,000 rooms noted and 1,000 asked for, one is mistaken once in 70 million times. */
const DIGITS = 12;
/** 600 kB; a manifest may have a megabyte. */
export const MOST_ROOMS = 50_000;

export const trainedRoomsSchema = z.strictObject({
  /** The first 12 hex digits of the SHA-256 of each room's name in its dataset, ascending, one after the other. */
  digests: z
    .string()
    .max(MOST_ROOMS * DIGITS)
    .regex(new RegExp(`^(?:[0-9a-f]{${DIGITS}})*$`), `${DIGITS} small hex digits for each room`),
  /** It learned from others too, which are not noted. */
  partial: z.literal(true).optional(),
});

export type TrainedRooms = z.infer<typeof trainedRoomsSchema>;

/** `names`: of rooms, as datasets have them. */
export function noteRooms(names: Iterable<string>): TrainedRooms {
  return joined([...new Set(names)].map(digestOf), false);
}

/** Those of a training and of the model that it started from; undefined: that one has none noted. */
export function withStart(own: TrainedRooms, start: TrainedRooms | undefined): TrainedRooms {
  const isPartial = own.partial === true || start === undefined || start.partial === true;
  return joined([...digestsIn(own), ...(start === undefined ? [] : digestsIn(start))], isPartial);
}

/** The names that are of rooms noted. */
export function knownRooms(noted: TrainedRooms, names: Iterable<string>): ReadonlySet<string> {
  const digests = new Set(digestsIn(noted));
  return new Set([...new Set(names)].filter((name) => digests.has(digestOf(name))));
}

/** Of more than there is place for, the first: digests are as good as drawn. */
function joined(digests: readonly string[], isPartial: boolean): TrainedRooms {
  const all = [...new Set(digests)].sort();
  return {
    digests: all.slice(0, MOST_ROOMS).join(''),
    ...(isPartial || all.length > MOST_ROOMS ? { partial: true } : {}),
  };
}

function digestsIn({ digests }: TrainedRooms): string[] {
  return Array.from({ length: digests.length / DIGITS }, (_, i) =>
    digests.slice(i * DIGITS, (i + 1) * DIGITS),
  );
}

function digestOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, DIGITS);
}
