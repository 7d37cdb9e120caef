// What the detect stage found as ROS messages.
import type {
  Classification,
  Detection2D,
  Detection2DArray,
  DiagnosticArray,
  Header,
  ObjectHypothesisWithPose,
  VisionInfo,
} from '../../message/messages.js';
import type { Decoded } from './decode.js';
import type { EngineHealth } from '../engine/engine.js';
import { UNKNOWN, type Manifest } from '../model/manifest.js';

/** bbox in pixels of the frame; one hypothesis each; id: its place among the frame's detections, best first. */
export function toDetections(decoded: Decoded, labels: readonly string[], header: Header): Detection2DArray {
  // A picture tells no pose: all detections share the empty one.
  const pose = { position: { x: 0, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } };
  const shared: Shared = { header, labels, pose: { pose, covariance: new Float64Array(36) } };
  const detections: Detection2D[] = [];
  for (let i = 0; i < decoded.count; i++) detections.push(toDetection(decoded, i, shared));
  return { header, detections };
}

/** By all detections of one frame. */
interface Shared {
  readonly header: Header;
  readonly labels: readonly string[];
  readonly pose: ObjectHypothesisWithPose['pose'];
}

function toDetection(decoded: Decoded, i: number, { header, labels, pose }: Shared): Detection2D {
  const { boxes, scores } = decoded;
  const [left, top, right, bottom] = [boxes[4 * i]!, boxes[4 * i + 1]!, boxes[4 * i + 2]!, boxes[4 * i + 3]!];
  return {
    header,
    results: [{ hypothesis: { class_id: labels[decoded.labels[i]!]!, score: scores[i]! }, pose }],
    bbox: {
      center: { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, theta: 0 },
      size_x: right - left,
      size_y: bottom - top,
    },
    id: String(i),
  };
}

/** All surfaces, the most probable first; before them `unknown` where none is probable enough. */
export function toSurface(decoded: Decoded, surfaces: readonly string[], header: Header): Classification {
  const results = surfaces.map((class_id, i) => ({ class_id, score: decoded.surfaceProbabilities[i]! }));
  results.sort((a, b) => b.score - a.score);
  if (decoded.surface < 0) results.unshift({ class_id: UNKNOWN, score: 1 - results[0]!.score });
  return { header, results };
}

/** method: name and version; database_location: JSON with labels, surfaces and digest; database_version: its first 7 digits. */
export function toVisionInfo(
  { name, version, labels, surfaces, network }: Manifest,
  header: Header,
): VisionInfo {
  return {
    header,
    method: `${name} ${version}`,
    database_location: JSON.stringify({ model: name, version, sha256: network.sha256, labels, surfaces }),
    database_version: Number.parseInt(network.sha256.slice(0, 7), 16),
  };
}

export interface DetectCounts {
  readonly frames: number;
  /** Frames without a floor_scan: no camera_info or no transform yet. */
  readonly withoutFloor: number;
  /** The newest frame had one. */
  readonly hasFloor: boolean;
  readonly cameraProblem: string | undefined;
  readonly refusedTransforms: number;
}

/** Counts only: times of the wall have no place in messages of a run that must repeat. */
export function toHealth(
  { name, version }: Manifest,
  engine: EngineHealth,
  counts: DetectCounts,
  header: Header,
): DiagnosticArray {
  const level = engine.problem !== undefined ? 2 : counts.hasFloor ? 0 : 1;
  const why = counts.cameraProblem ?? 'the transform to the camera is missing';
  const missing = counts.hasFloor ? 'ok' : `no floor_scan: ${why}`;
  const values = {
    model: `${name} ${version}`,
    frames: counts.frames,
    runs: engine.runs,
    failures: engine.failures,
    restarts: engine.restarts,
    frames_without_floor: counts.withoutFloor,
    refused_transforms: counts.refusedTransforms,
  };
  return {
    header: { stamp: header.stamp, frame_id: '' },
    status: [
      {
        level,
        name: 'jackdaw: detect',
        message: engine.problem ?? missing,
        hardware_id: 'jackdaw',
        values: Object.entries(values).map(([key, value]) => ({ key, value: String(value) })),
      },
    ],
  };
}
