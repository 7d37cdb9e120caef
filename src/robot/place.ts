// Where a run takes place: a world file, or a room generated from a seed, as a scene.
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Fault } from '../fault/fault.js';
import { parseScenario, type Scenario } from '../simulation/rooms/scenario.js';
import { generateRoom, type RoomOptions } from '../simulation/rooms/generate.js';
import { defaultLoadOptions, loadScene } from '../simulation/scene/load.js';
import type { Scene } from '../simulation/scene/scene.js';

export interface Place {
  /** For people: a file's name, or which room it is. */
  readonly title: string;
  readonly scene: Scene;
}

/** Errors: those of `loadScene`. */
export function openWorldFile(file: string): Place {
  return { title: basename(file, '.wbt'), scene: loadScene(file) };
}

/** The same room as `jackdaw sim generate` writes. Errors: `rooms/impossible`. */
export function openGeneratedRoom(options: Omit<RoomOptions, 'file'>): Place {
  // Nothing is written there: the name only says from where PROTOs are looked up.
  const file = resolve(defaultLoadOptions.simFolder, 'worlds', `generated-${options.seed}.wbt`);
  return { title: `generated room ${options.seed}`, scene: generateRoom({ ...options, file }).scene };
}

/** Scenario files are small: a larger one is something else. */
const SCENARIO_BYTES = 64 * 1024;

/** Errors: `scenario/invalid`. */
export function readScenario(file: string): Scenario {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault('scenario/invalid', {
      what: 'The scenario cannot be read',
      where: file,
      found: cause instanceof Error ? cause.message : String(cause),
      next: 'Scenarios are in sim/scenarios.',
      cause,
    });
  }
  if (text.length <= SCENARIO_BYTES) return parseScenario(text, resolve(file));
  const expected = `at most ${SCENARIO_BYTES} characters`;
  throw new Fault('scenario/invalid', {
    what: 'The scenario is too large',
    where: file,
    found: `${text.length}`,
    expected,
  });
}

/** Where a scenario takes place. Errors: those of a world file or of the generator. */
export function openScenarioPlace({ title, world }: Scenario): Place {
  const place = world.kind === 'file' ? openWorldFile(world.path) : openGeneratedRoom(world.options);
  return { ...place, title };
}
