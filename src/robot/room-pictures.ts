// Pictures of generated rooms as the robot's camera sees them at its start, for whoever needs some to look at.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toFault } from '../fault/fault.js';
import { renderCameraView } from '../simulation/views/camera-view.js';
import { openGeneratedRoom } from './place.js';
import { viewAtStart } from './world-pictures.js';

/** Writes `001.png` and so on into a folder, of the rooms of seeds 1 to `count`. Errors: cli/output. */
export async function writeRoomPictures(folder: string, count: number): Promise<void> {
  for (let seed = 1; seed <= count; seed++) {
    const view = await viewAtStart(openGeneratedRoom({ seed }).scene, seed);
    if (view === undefined) continue;
    const png = await renderCameraView(view.frame);
    try {
      await writeFile(join(folder, `${String(seed).padStart(3, '0')}.png`), png);
    } catch (thrown) {
      throw toFault(thrown, 'cli/output', { what: 'The pictures cannot be written', where: folder });
    }
  }
}
