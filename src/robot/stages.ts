// Which stages make a robot, and the settings that each of them takes.
import type { z } from 'zod';
import { arbitrateConfig } from '../driving/arbitrate-config.js';
import { ArbitrateStage } from '../driving/arbitrate.js';
import { guardConfig } from '../driving/guard-config.js';
import { GuardStage } from '../driving/guard.js';
import { wanderConfig } from '../driving/wander-config.js';
import { WanderStage } from '../driving/wander.js';
import { Fault } from '../fault/fault.js';
import { clusterConfig } from '../perception/cluster/cluster-config.js';
import { ClusterStage } from '../perception/cluster/cluster.js';
import { detectConfig } from '../perception/detect/detect-config.js';
import { DetectStage, type Vision } from '../perception/detect/detect.js';
import { fuseConfig } from '../perception/fuse/fuse-config.js';
import { FuseStage } from '../perception/fuse/fuse.js';
import { oracleConfig } from '../perception/detect/oracle-config.js';
import { OracleStage } from '../perception/detect/oracle.js';
import type { Stage } from '../runtime/stage.js';
import { encodeConfig, EncodeStage } from './encode.js';

/** One schema per stage; settings are named `<stage>.<setting>`. */
export const stageSchemas = {
  cluster: clusterConfig,
  detect: detectConfig,
  oracle: oracleConfig,
  fuse: fuseConfig,
  wander: wanderConfig,
  arbitrate: arbitrateConfig,
  guard: guardConfig,
  encode: encodeConfig,
} as const;

export type StageName = keyof typeof stageSchemas;
export type StageSettings = { readonly [N in StageName]: z.infer<(typeof stageSchemas)[N]> };

export const stageNames = Object.keys(stageSchemas) as StageName[];

/** A stage by itself. `vision`: what detect sees by. Throws Fault model/missing for a detect without it. */
export function createStage(name: StageName, settings: StageSettings, vision?: Vision): Stage {
  switch (name) {
    case 'cluster':
      return new ClusterStage(settings.cluster);
    case 'detect':
      if (vision === undefined) throw withoutModel();
      return new DetectStage(settings.detect, vision);
    case 'oracle':
      return new OracleStage(settings.oracle);
    case 'fuse':
      return new FuseStage(settings.fuse);
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

function withoutModel(): Fault {
  return new Fault('model/missing', {
    what: 'The stage detect has no model.',
    next: 'Name one with --model.',
  });
}

/** What turns pictures into detections: a model, or the simulator's truth in its place. */
export type Detector = 'detect' | 'oracle';

/** A robot that explores on its own: sees, decides, asks, is guarded; with a camera its pictures are compressed. */
export function exploringStages({
  camera,
  detector,
}: {
  readonly camera: boolean;
  readonly detector?: Detector | undefined;
}): StageName[] {
  const driving: StageName[] = ['cluster', 'wander', 'arbitrate', 'guard'];
  if (!camera) return driving;
  return detector === undefined ? [...driving, 'encode'] : [...driving, detector, 'fuse', 'encode'];
}

/**
 * The stages of one robot: where something fuses, one of them or another beside them (`fusedBeside`), the guard does not
 * let it move without what that sees.
 */
export function createStages(
  names: readonly StageName[],
  settings: StageSettings,
  { vision, fusedBeside = false }: StageParts = {},
): Stage[] {
  const isFused = fusedBeside || names.includes('fuse');
  return names.map((name) =>
    name === 'guard' && isFused
      ? new GuardStage(settings.guard, ['obstacles'])
      : createStage(name, settings, vision),
  );
}

export interface StageParts {
  /** What detect sees by. */
  readonly vision?: Vision | undefined;
  readonly fusedBeside?: boolean;
}
