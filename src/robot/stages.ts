// Which stages make a robot, and the settings that each of them takes.
import type { z } from 'zod';
import { arbitrateConfig } from '../driving/arbitrate-config.js';
import { ArbitrateStage } from '../driving/arbitrate.js';
import { guardConfig } from '../driving/guard-config.js';
import { GuardStage } from '../driving/guard.js';
import { wanderConfig } from '../driving/wander-config.js';
import { WanderStage } from '../driving/wander.js';
import { clusterConfig } from '../perception/cluster-config.js';
import { ClusterStage } from '../perception/cluster.js';
import type { Stage } from '../runtime/stage.js';
import { encodeConfig, EncodeStage } from './encode.js';

/** One schema per stage; settings are named `<stage>.<setting>`. */
export const stageSchemas = {
  cluster: clusterConfig,
  wander: wanderConfig,
  arbitrate: arbitrateConfig,
  guard: guardConfig,
  encode: encodeConfig,
} as const;

export type StageName = keyof typeof stageSchemas;
export type StageSettings = { readonly [N in StageName]: z.infer<(typeof stageSchemas)[N]> };

export const stageNames = Object.keys(stageSchemas) as StageName[];

export function createStage(name: StageName, settings: StageSettings): Stage {
  switch (name) {
    case 'cluster':
      return new ClusterStage(settings.cluster);
    case 'wander':
      return new WanderStage(settings.wander);
    case 'arbitrate':
      return new ArbitrateStage(settings.arbitrate);
    case 'guard':
      return new GuardStage(settings.guard);
    case 'encode':
      return new EncodeStage(settings.encode);
  }
}

/** A robot that explores on its own: sees, decides, asks, is guarded; with a camera its pictures are compressed. */
export function exploringStages({ camera }: { readonly camera: boolean }): StageName[] {
  const driving: StageName[] = ['cluster', 'wander', 'arbitrate', 'guard'];
  return camera ? [...driving, 'encode'] : driving;
}
