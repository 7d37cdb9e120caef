// Pictures of rooms that the model was trained on: what it finds there says little of how it does in a new room.
import { knownRooms, type TrainedRooms } from '../perception/model/trained-rooms.js';
import type { Figures } from './figures.js';

export interface SeenInTraining {
  readonly images: number;
  readonly rooms: number;
  /** The model learned from other rooms too, which are not noted: there may be more. */
  readonly partial?: true;
}

/** Undefined where the model does not say what it was trained on. */
export function countSeen(
  frames: readonly { readonly room: string }[],
  noted: TrainedRooms | undefined,
): SeenInTraining | undefined {
  if (noted === undefined) return undefined;
  const rooms = knownRooms(
    noted,
    frames.map(({ room }) => room),
  );
  const images = frames.filter(({ room }) => rooms.has(room)).length;
  return { images, rooms: rooms.size, ...(noted.partial === true ? { partial: true } : {}) };
}

type Judged = Pick<Figures, 'images' | 'rooms'>;

/** Undefined where nothing is known to have been seen. */
export function seenWarning(seen: SeenInTraining | undefined, judged: Judged): string | undefined {
  if (seen === undefined || seen.images === 0) return undefined;
  return `Warning: ${seen.images} of ${judged.images} pictures show rooms that the model was trained in (${seen.rooms} of ${judged.rooms} rooms): in a new room it will do worse than these figures say. Judge it in rooms that it has not learned: another split of the dataset of its training, a capture with another --seed, or bags of other rooms.`;
}

/** For the facts of a report. */
export function seenText(seen: SeenInTraining | undefined, { images, rooms }: Judged): string {
  if (seen === undefined) return 'not known: the model does not say which rooms it was trained in';
  const found = `${seen.images} of ${images} pictures, ${seen.rooms} of ${rooms} rooms`;
  return seen.partial === true ? `${found}; perhaps more: not all rooms of its training are noted` : found;
}
