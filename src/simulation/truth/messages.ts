// Ground truth as ROS messages: boxes, surface, segmentation and depth.
import { encodePng16 } from '../../picture/encode.js';
import type {
  Classification,
  CompressedImage,
  Detection2D,
  Detection2DArray,
  Header,
  PoseWithCovariance,
} from '../../message/messages.js';
import type { CameraFrame } from '../camera/frame.js';
import type { SurfaceAnswer } from './floors.js';
import type { SeenObject } from './objects-seen.js';

/**
 * One detection per seen object of an obstacle class. bbox: the tight box in pixels; id: the solid's name;
 * class_id: the class; score: the visible fraction, 0..1, since truth is never in doubt.
 */
export function toDetections(seen: readonly SeenObject[], header: Header): Detection2DArray {
  const detections = seen.filter(({ object }) => object.obstacle).map((one) => toDetection(one, header));
  return { header, detections };
}

function toDetection({ object, box, visibleFraction }: SeenObject, header: Header): Detection2D {
  const { left, top, right, bottom } = box;
  return {
    header,
    results: [{ hypothesis: { class_id: object.model, score: visibleFraction }, pose: noPose() }],
    bbox: {
      center: { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, theta: 0 },
      size_x: right - left,
      size_y: bottom - top,
    },
    id: object.name,
  };
}

function noPose(): PoseWithCovariance {
  return {
    pose: { position: { x: 0, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } },
    covariance: new Float64Array(36),
  };
}

/** class_id: the surface ahead; score: share of the corridor that is made of it. */
export function toSurface({ surface, share }: SurfaceAnswer, header: Header): Classification {
  return { header, results: [{ class_id: surface, score: share }] };
}

/** Solid.index + 1 per pixel, 0 for sky, as a PNG of 16 bits. */
export async function toSegmentation(frame: CameraFrame, header: Header): Promise<CompressedImage> {
  return {
    header,
    format: '16UC1; png compressed',
    data: await encodePng16(frame.instances, frame.width, frame.height),
  };
}

const FARTHEST_MM = 65_535;

/** Millimetres along the optical axis as a PNG of 16 bits; 0 where nothing is, as depth cameras say it (REP-118). */
export async function toDepth(frame: CameraFrame, header: Header): Promise<CompressedImage> {
  const millimetres = Uint16Array.from(frame.depth, (metres) =>
    metres === Infinity ? 0 : Math.min(FARTHEST_MM, Math.round(metres * 1000)),
  );
  return {
    header,
    format: '16UC1; png compressed',
    data: await encodePng16(millimetres, frame.width, frame.height),
  };
}
