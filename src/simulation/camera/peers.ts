// The camera beside PyBullet's TinyRenderer: the same room, the same views, round by round in turn, pictures compared first.
import type { Scene } from '../scene/scene.js';
import { median } from '../../runtime/quantile.js';
import { PeerProcess } from '../peer-process.js';
import { BENCH_VIEWS, benchRoom, benchTextures, benchView, drawer, rateOf } from './bench.js';
import type { Clock } from '../bench-clock.js';
import { Camera } from './camera.js';
import { startPoses, writePose } from '../scene/poses.js';
import { cameraDevice } from './testing/furnished.js';

export interface CameraPeerResult {
  readonly peer: 'tinyrenderer' | 'tinyrenderer-shadows';
  readonly boxes: number;
  /** Median over rounds; ours with textures, lamps, shadows, depth and segmentation. */
  readonly oursFramesPerSecond: number;
  readonly peerFramesPerSecond: number;
  /** Ours over the peer's: median, least and greatest over rounds. */
  readonly ratio: { readonly median: number; readonly least: number; readonly greatest: number };
  /** Share of pixels of all views whose depth agrees to 2 %. */
  readonly agreeingPixels: number;
}

export interface CameraPeersOptions {
  readonly python: string;
  /** Folder scripts/peers. */
  readonly scripts: string;
  readonly clock: Clock;
  /** Writes a file and gives its path. */
  readonly writeFile: (name: string, text: string) => string;
  readonly rounds?: number;
}

const ROUND_SECONDS = 0.7;
const LEAST_ROUNDS = 5;
const BOXES = 20;
/** Views whose depth is compared: every so many. */
const COMPARED_EVERY = 6;
const SAME_DEPTH = 0.02;

/** Takes about half a minute. Throws Fault bench/peer-failed where the peer cannot be run. */
export async function compareCameraToPeers(options: CameraPeersOptions): Promise<CameraPeerResult[]> {
  const scene = benchRoom(BOXES);
  const file = options.writeFile('camera-room.json', JSON.stringify(describe(scene)));
  const process = new PeerProcess(options.python, `${options.scripts}/camera_pybullet.py`, file);
  try {
    const { depths } = (await process.answer()) as { depths: number[][] };
    const agreeingPixels = compareDepths(scene, depths);
    const results: CameraPeerResult[] = [];
    for (const shadows of [false, true]) {
      const rounds = await race(scene, process, { ...options, shadows });
      results.push({
        ...summarize(rounds),
        peer: shadows ? 'tinyrenderer-shadows' : 'tinyrenderer',
        boxes: BOXES,
        agreeingPixels,
      });
    }
    return results;
  } finally {
    process.close();
  }
}

/** The room as the peer reads it: metres, radians; the camera 0.12 m up, level. */
function describe(scene: Scene): object {
  const { width, height, fieldOfView, pose } = cameraDevice();
  const boxes = scene.solids.flatMap(({ shapes, pose: { position, orientation } }) =>
    shapes.map(({ geometry, appearance }) => ({
      position,
      yaw: 2 * Math.atan2(orientation[2], orientation[3]),
      // The floor is a plane here; as a thin box its top must not move.
      size: geometry.kind === 'box' ? geometry.size : [8, 8, 1e-4],
      color: appearance.baseColor,
    })),
  );
  const views = Array.from({ length: BENCH_VIEWS }, (_, view) => benchView(view));
  return { boxes, views, width, height, fieldOfView, eyeM: pose.position[2], comparedEvery: COMPARED_EVERY };
}

/** Ours, theirs, ours, theirs; the first round of both warms up and does not count. */
async function race(
  scene: Scene,
  process: PeerProcess,
  { clock, rounds = LEAST_ROUNDS, shadows }: CameraPeersOptions & { readonly shadows: boolean },
): Promise<(readonly [number, number])[]> {
  const draw = drawer(scene, benchTextures(), {});
  const results: (readonly [number, number])[] = [];
  for (let round = 0; round <= Math.max(rounds, LEAST_ROUNDS); round++) {
    const ours = rateOf(clock, draw, ROUND_SECONDS);
    const ask = JSON.stringify({ seconds: ROUND_SECONDS, shadows });
    const { framesPerSecond } = (await process.ask(ask)) as { framesPerSecond: number };
    if (round > 0) results.push([ours, framesPerSecond]);
  }
  return results;
}

function summarize(rounds: readonly (readonly [number, number])[]) {
  const ratios = rounds.map(([ours, theirs]) => ours / theirs).sort((a, b) => a - b);
  return {
    oursFramesPerSecond: median(rounds.map(([ours]) => ours)),
    peerFramesPerSecond: median(rounds.map(([, theirs]) => theirs)),
    ratio: { median: median(ratios), least: ratios[0]!, greatest: ratios.at(-1)! },
  };
}

function compareDepths(scene: Scene, depths: readonly (readonly number[])[]): number {
  const camera = new Camera(scene, cameraDevice(), { seed: 1 });
  const poses = startPoses(scene);
  let agreeing = 0;
  let pixels = 0;
  depths.forEach((theirs, i) => {
    const [x, y, yaw] = benchView(i * COMPARED_EVERY);
    writePose(poses, 0, { position: [x, y, 0], orientation: [0, 0, Math.sin(yaw / 2), Math.cos(yaw / 2)] });
    const { depth } = camera.render(poses, 0n);
    theirs.forEach((metres, pixel) => {
      const ours = depth[pixel]!;
      // The peer says its far plane where there is sky.
      const same = ours === Infinity ? metres > 90 : Math.abs(ours - metres) < SAME_DEPTH * ours;
      if (same) agreeing++;
      pixels++;
    });
  });
  return agreeing / pixels;
}
