// Where a run takes place: a world file, or a room generated from a seed, as a scene.
import { basename, resolve } from 'node:path';
import { generateRoom } from '../simulation/rooms/generate.js';
import { defaultLoadOptions, loadScene, sceneOf } from '../simulation/scene/load.js';
import type { Scene } from '../simulation/scene/scene.js';
import { parseWorld } from '../simulation/worldfile/parse.js';

export interface Place {
  /** For people: a file's name, or which room it is. */
  readonly title: string;
  readonly scene: Scene;
}

/** Errors: those of `loadScene`. */
export function openWorldFile(file: string): Place {
  return { title: basename(file, '.wbt'), scene: loadScene(file) };
}

/** The same room as `jackdaw sim generate --seed` writes. Errors: `rooms/impossible`. */
export function openGeneratedRoom(seed: number): Place {
  // Nothing is written there: the name only says from where PROTOs are looked up.
  const file = resolve(defaultLoadOptions.simFolder, 'worlds', `generated-${seed}.wbt`);
  const { text } = generateRoom({ seed, file });
  return { title: `generated room ${seed}`, scene: sceneOf(parseWorld(text, file), file) };
}
