// What the detect stage found as ROS messages.
import type {
  Classification,
  Detection2D,
  Detection2DArray,
  DiagnosticArray,
  Header,
  VisionInfo,
} from '../message/messages.js';
import type { Decoded } from './decode.js';
import type { EngineHealth } from './engine.js';
import { UNKNOWN, type Manifest } from './manifest.js';

/** bbox in pixels of the frame; one hypothesis each; id: its place among the frame's detections, best first. */
export function toDetections(decoded: Decoded, labels: readonly string[], header: Header): Detection2DArray {
  const detections = Array.from({ length: decoded.count }, (_, i) => toDetection(decoded, i, labels, header));
  return { header, detections };
}

function toDetection(
  { boxes, scores, labels }: Decoded,
  i: number,
  names: readonly string[],
  header: Header,
): Detection2D {
  const [left, top, right, bottom] = boxes.subarray(4 * i, 4 * i + 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  const pose = { position: { x: 0, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } };
  return {
    header,
    results: [
      {
        hypothesis: { class_id: names[labels[i]!]!, score: scores[i]! },
        pose: { pose, covariance: new Float64Array(36) },
      },
    ],
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
