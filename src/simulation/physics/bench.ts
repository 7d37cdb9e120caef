// How fast physics steps: a driving robot among tables, boxes and balls, and how that grows with the solids.
import type { Clock } from '../bench-clock.js';
import { createRandom } from '../random.js';
import type { Scene } from '../scene/scene.js';
import { loadEngine, type Engine } from './engine.js';
import { ball, box, FLOOR, massOf, poseAt, robotDrafts, sceneOf, thing, type Draft } from './example-room.js';
import { openPhysics, STEP_MS, type Physics } from './physics.js';

export interface PhysicsBench {
  /** Among 40 solids, every fourth of them loose, robot driving; steps of 5 ms. */
  readonly physicsStepsPerSecond: number;
  readonly physicsRealTimeFactor: number;
  /** Loading the engine, compiling the model and the first step. */
  readonly physicsStartSeconds: number;
  readonly bySolids: readonly { readonly solids: number; readonly stepsPerSecond: number }[];
}

const ROOM_M = 12;
const SEED = 1;
const ROUNDS = 5;
const STEPS_PER_ROUND = 2000;

/** Takes about five seconds. */
export async function benchPhysics(clock: Clock): Promise<PhysicsBench> {
  const begin = clock.now();
  const engine = await loadEngine();
  (await openBench(engine, 40)).close();
  const physicsStartSeconds = clock.now() - begin;
  const physicsStepsPerSecond = await measure(clock, engine, 40);
  const bySolids = [];
  for (const solids of [20, 80, 320]) {
    bySolids.push({ solids, stepsPerSecond: await measure(clock, engine, solids) });
  }
  return {
    physicsStepsPerSecond,
    physicsRealTimeFactor: (physicsStepsPerSecond * STEP_MS) / 1000,
    physicsStartSeconds,
    bySolids,
  };
}

/** The median round, after one for the compiler and for things to come to rest. */
async function measure(clock: Clock, engine: Engine, solids: number): Promise<number> {
  const physics = await openBench(engine, solids);
  try {
    drive(physics);
    const rates = Array.from({ length: ROUNDS }, () => {
      const begin = clock.now();
      drive(physics);
      return STEPS_PER_ROUND / (clock.now() - begin);
    });
    return rates.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
  } finally {
    physics.close();
  }
}

async function openBench(engine: Engine, solids: number): Promise<Physics> {
  const physics = await openPhysics(benchScene(solids), { engine });
  physics.step();
  return physics;
}

/** In curves over the room. */
function drive(physics: Physics): void {
  const [left, right] = physics.drives;
  for (let step = 0; step < STEPS_PER_ROUND; step++) {
    const phase = Math.floor(step / 400) % 3;
    left?.hold([6, 3, -5][phase] ?? 0);
    right?.hold([6, 7, -4][phase] ?? 0);
    physics.step();
  }
}

/** Walls and floor count among the solids; the robot does not. */
export function benchScene(solids: number): Scene {
  const random = createRandom(SEED);
  const half = ROOM_M / 2;
  const wall = (name: string, x: number, y: number, along: number): Draft =>
    thing(name, box(0.1, ROOM_M, 2), poseAt(x, y, 1, along));
  const walls = [
    wall('east', half, 0, 0),
    wall('west', -half, 0, 0),
    wall('north', 0, half, Math.PI / 2),
    wall('south', 0, -half, Math.PI / 2),
  ];
  const things = Array.from({ length: solids - walls.length - 1 }, (_, k): Draft => {
    const angle = random.between(-Math.PI, Math.PI);
    const distance = random.between(0.6, half - 0.6);
    const [x, y] = [distance * Math.cos(angle), distance * Math.sin(angle)];
    if (k % 8 === 3) return ball(`ball ${String(k)}`, 0.1, x, y);
    if (k % 8 === 7) {
      return thing(`carton ${String(k)}`, box(0.3, 0.2, 0.2), poseAt(x, y, 0.1, angle), {
        physics: massOf(0.8),
      });
    }
    return table(`table ${String(k)}`, x, y, angle);
  });
  return sceneOf([FLOOR, ...walls, ...things, ...robotDrafts()]);
}

function table(name: string, x: number, y: number, yawRad: number): Draft {
  const legs = [-1, 1].flatMap((i) => [-1, 1].map((j) => ({ x: i * 0.3, y: j * 0.2 })));
  const bounds = [
    { geometry: box(0.7, 0.5, 0.03), pose: poseAt(0, 0, 0.7) },
    ...legs.map((leg) => ({ geometry: box(0.04, 0.04, 0.7), pose: poseAt(leg.x, leg.y, 0.35) })),
  ];
  return { name, pose: poseAt(x, y, 0, yawRad), bounds };
}
