// Puts the driving stages on wheels in Flatland and runs them in lockstep.
import type { z } from 'zod';
import type { GuardState } from '../../message/messages.js';
import { ManualClock } from '../../runtime/clock.js';
import { runLockstep } from '../../runtime/executors/lockstep.js';
import type { Stage } from '../../runtime/stage.js';
import { arbitrateConfig } from '../arbitrate-config.js';
import { ArbitrateStage } from '../arbitrate.js';
import { guardConfig } from '../guard-config.js';
import { GuardStage } from '../guard.js';
import { wanderConfig } from '../wander-config.js';
import { WanderStage } from '../wander.js';
import { Flatland, type FlatlandOptions } from './flatland.js';

export interface Drive {
  readonly world: Flatland;
  readonly guard: readonly GuardState[];
}

export interface DriveOptions extends FlatlandOptions {
  /** Stages beside the chain. */
  readonly beside?: readonly Stage[];
  readonly wander?: Partial<z.input<typeof wanderConfig>>;
}

/** The whole chain, exploring, or with `driver` in the wanderer's place; `look` is called at each tick of the guard. */
export async function drive(
  options: DriveOptions,
  driver?: Stage,
  seed = 1,
  look: (world: Flatland) => void = () => undefined,
): Promise<Drive> {
  const { beside = [], wander = {} } = options;
  const world = new Flatland(options);
  const guard: GuardState[] = [];
  await runLockstep({
    stages: [
      driver ?? new WanderStage(wanderConfig.parse({ seed, ...wander })),
      new ArbitrateStage(arbitrateConfig.parse({})),
      new GuardStage(guardConfig.parse({})),
      ...beside,
    ],
    sources: [world],
    clock: new ManualClock(),
    onFault: (fault) => {
      throw fault;
    },
    onEnvelope: (envelope) => {
      if (envelope.topic !== 'guard') return;
      guard.push(envelope.message);
      look(world);
    },
  });
  return { world, guard };
}
