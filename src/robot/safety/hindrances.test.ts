// What is done to a detector on purpose, and putting the robot back after a collision.
import assert from 'node:assert/strict';
import type { PoseStamped, TFMessage } from '../../message/messages.js';
import { createEnvelope } from '../../runtime/envelope.js';
import { quaternionFromRpy } from '../../runtime/geometry/rigid.js';
import type { Envelope, Source, Stage } from '../../runtime/stage.js';
import { createRandom } from '../../simulation/random.js';
import type { Collision, Placement, World } from '../../simulation/world.js';
import { hinderDetector, misplaceCamera, usualHindrances } from './hindrances.js';
import { PutBack } from './put-back.js';

const origin = { x: 0, y: 0, z: 0 };
const level = { x: 0, y: 0, z: 0, w: 1 };
const header = (ms: number, frame_id = 'map') => ({
  stamp: { sec: Math.floor(ms / 1000), nanosec: (ms % 1000) * 1e6 },
  frame_id,
});

describe('a hindered detector', () => {
  const seen: bigint[] = [];
  const detector: Stage = {
    name: 'oracle',
    reads: ['ground_truth/detections', 'ground_truth/surface'],
    writes: ['detections'],
    latencyMs: 60,
    take: ({ stamp }) => void seen.push(stamp),
  };

  it('when frames are lost, then all that belongs to one frame is lost together, about as often as asked', () => {
    const hindered = hinderDetector(detector, { ...usualHindrances, lost: 0.25 }, createRandom(1));
    assert.equal(hindered.latencyMs, 100);
    for (let i = 0; i < 400; i++) {
      const frame = header(i * 66);
      const parts: Envelope[] = [
        createEnvelope('ground_truth/detections', { header: frame, detections: [] }, BigInt(i), i),
        createEnvelope('ground_truth/surface', { header: frame, results: [] }, BigInt(i), i),
      ];
      for (const part of parts) void hindered.take(part, BigInt(i), () => undefined);
    }
    const frames = new Set(seen);
    assert.equal(seen.length, 2 * frames.size);
    assert.ok(frames.size > 270 && frames.size < 330, `${frames.size} of 400`);
  });
});

describe('a camera that looks elsewhere than it says', () => {
  it('when the robot tells its frames, then only the camera is turned, downwards for positive angles', async () => {
    const transform = (child: string): TFMessage['transforms'][number] => ({
      header: header(0, 'base_link'),
      child_frame_id: child,
      transform: { translation: origin, rotation: level },
    });
    const source: Source = {
      name: 'sim',
      reads: [],
      writes: ['/tf_static'],
      next: () => 0n,
      advance: (_now, emit) =>
        emit('/tf_static', { transforms: [transform('laser'), transform('camera_link')] }),
    };
    let told: TFMessage | undefined;
    await misplaceCamera(source, 0.02).advance(0n, (_topic, message) => (told = message as TFMessage));
    const [laser, camera] = told!.transforms;
    assert.deepEqual(laser?.transform.rotation, level);
    const believed = quaternionFromRpy(0, -0.02, 0);
    for (const key of ['x', 'y', 'z', 'w'] as const)
      assert.ok(Math.abs(camera!.transform.rotation[key] - believed[key]) < 1e-12);
  });
});

describe('putting the robot back', () => {
  const hit = (robotMoving: boolean): Collision => ({
    ...{ object: 'box 1', class: 'box', lidarVisible: false, robotMoving, atSeconds: 1 },
    position: [0, 0, 0],
  });
  const drive = (collisions: Collision[]): { places: Placement[]; at: (x: number) => void } => {
    const places: Placement[] = [];
    const world = { account: () => ({ collisions }), place: (to: Placement) => places.push(to) };
    const putBack = new PutBack(world as unknown as World);
    const at = (x: number): void => {
      const pose: PoseStamped = {
        header: header(0),
        pose: { position: { ...origin, x }, orientation: level },
      };
      putBack.observe(createEnvelope('ground_truth/pose', pose, 0n, 0));
    };
    return { places, at };
  };

  it('when it hits something, then it goes to the last place that is 4 cm from there', () => {
    const collisions: Collision[] = [];
    const { places, at } = drive(collisions);
    for (let i = 0; i < 20; i++) at(i / 100);
    collisions.push(hit(true));
    at(0.2);
    assert.equal(places.length, 1);
    assert.ok(Math.abs(places[0]!.x - 0.16) < 1e-9);
  });

  it('when it is run into, then it stays where it is', () => {
    const collisions: Collision[] = [];
    const { places, at } = drive(collisions);
    for (let i = 0; i < 20; i++) at(i / 100);
    collisions.push(hit(false));
    at(0.2);
    assert.deepEqual(places, []);
  });
});
