// The arms of the safety bench: robots that differ only in what they see by, or how fast they drive.
import type { Vision } from '../../perception/detect/detect.js';
import { FloorColourStage } from '../../perception/detect/floor-colour.js';
import type { Stage } from '../../runtime/stage.js';
import type { ArmName } from './arm-names.js';
import { createStages, exploringStages, type StageName, type StageSettings } from '../stages.js';

export interface Arm {
  readonly stages: readonly Stage[];
  /** The one of them that sees by the camera. */
  readonly detector: Stage | undefined;
}

export interface ArmOptions {
  readonly settings: StageSettings;
  /** Cruising speed in place of the usual, m/s. */
  readonly speedMps?: number | undefined;
  /** For the arm model. */
  readonly openVision?: ((settings: StageSettings['detect']) => Promise<Vision>) | undefined;
}

/** What the world must show: pictures cost most of the time, labels less, a LIDAR's world needs neither. */
export function cameraOf(arm: ArmName): boolean | 'labels' {
  switch (arm) {
    case 'lidar':
    case 'slow':
      return false;
    case 'oracle':
      return 'labels';
    case 'model':
    case 'floor-colour':
      return true;
  }
}

/** Throws the Faults of `openVision`. */
export async function openArm(arm: ArmName, { settings, speedMps, openVision }: ArmOptions): Promise<Arm> {
  const wander = speedMps === undefined ? settings.wander : { ...settings.wander, speedMps };
  const own = { ...settings, wander };
  const blind = exploringStages({ camera: false });
  switch (arm) {
    case 'lidar':
    case 'slow':
      return { stages: createStages(blind, own), detector: undefined };
    case 'oracle':
      return withDetector(createStages([...blind, 'fuse', 'oracle'], own), 'oracle');
    case 'model': {
      const vision = await openVision?.(settings.detect);
      return withDetector(createStages([...blind, 'fuse', 'detect'], own, { vision }), 'detect');
    }
    case 'floor-colour': {
      const detector = new FloorColourStage(settings.detect);
      return { stages: [...createStages([...blind, 'fuse'], own), detector], detector };
    }
  }
}

function withDetector(stages: readonly Stage[], name: StageName): Arm {
  return { stages, detector: stages.find((stage) => stage.name === name) };
}
