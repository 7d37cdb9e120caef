// Ground truth of a frame as messages: the objects in it, and the floor ahead of the robot.
import type { Classification, Detection2DArray, Header, Image } from '../../message/messages.js';
import type { CameraFrame } from '../camera/frame.js';
import type { SceneObjects } from '../camera/objects.js';
import type { Poses } from '../scene/poses.js';
import type { Scene } from '../scene/scene.js';
import { Floors } from './floors.js';
import { FreeFloor } from './free-floor.js';
import { toDetections, toSurface } from './messages.js';
import { ObjectSeer } from './objects-seen.js';

export class Labels {
  readonly #seer: ObjectSeer;
  readonly #floors: Floors;
  readonly #freeFloor: FreeFloor;
  readonly #robot: number;

  /** `objects` are those of the camera that makes the frames. */
  constructor(scene: Scene, objects: SceneObjects) {
    this.#seer = new ObjectSeer(objects);
    this.#floors = new Floors(scene);
    this.#freeFloor = new FreeFloor(scene);
    this.#robot = scene.robot?.solid ?? -1;
  }

  detections(frame: CameraFrame, header: Header): Detection2DArray {
    return toDetections(this.#seer.see(frame), header);
  }

  surface(poses: Poses, header: Header): Classification {
    return toSurface(this.#floors.ahead(poses, this.#robot), header);
  }

  freeFloor(frame: CameraFrame, header: Header): Image {
    return this.#freeFloor.shares(frame, header);
  }
}
