// Pictures of generated rooms as the robot's camera sees them at its start, for whoever needs some to look at.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toFault } from '../fault/fault.js';
import { Camera } from '../simulation/camera/camera.js';
import { findDevice } from '../simulation/embedded/frames.js';
import { startPoses } from '../simulation/scene/poses.js';
import { renderCameraView } from '../simulation/views/camera-view.js';
import { openGeneratedRoom } from './place.js';

/** Writes `001.png` and so on into a folder, of the rooms of seeds 1 to `count`. Errors: cli/output. */
export async function writeRoomPictures(folder: string, count: number): Promise<void> {
  for (let seed = 1; seed <= count; seed++) {
    const { scene } = openGeneratedRoom({ seed });
    const device = findDevice(scene, 'camera');
    if (device === undefined) continue;
    const camera = await Camera.open(scene, device, { seed });
    const png = await renderCameraView(camera.render(startPoses(scene), 0n));
    try {
      await writeFile(join(folder, `${String(seed).padStart(3, '0')}.png`), png);
    } catch (thrown) {
      throw toFault(thrown, 'cli/output', { what: 'The pictures cannot be written', where: folder });
    }
  }
}
