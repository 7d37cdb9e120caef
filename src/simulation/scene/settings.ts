// What holds for the whole world: WorldInfo, Background, and the sky PROTOs of Webots we stand in for.
import type { Vector } from '../../runtime/geometry/rigid-tuples.js';
import type { Node } from '../worldfile/tree.js';
import {
  numberField,
  numbersField,
  stringField,
  stringsField,
  tripleField,
  nodesField,
  nodeField,
  findField,
} from '../worldfile/reading.js';
import { isBefore, firstZUpVersion } from '../worldfile/version.js';
import type { Conventions, SceneDraft } from './draft.js';
import type { ContactProperties, Light } from './scene.js';

export interface Settings {
  readonly title: string;
  readonly basicTimeStepMs: number;
  readonly gravity: number;
  readonly randomSeed: number;
  readonly contactProperties: readonly ContactProperties[];
  /** For solids whose Physics has none. */
  readonly damping: Node | undefined;
}

export interface Sky {
  readonly skyColor: Vector;
  readonly luminosity: number;
}

const noInfo: Node = {
  kind: 'node',
  type: 'WorldInfo',
  def: undefined,
  fields: [],
  at: undefined,
  origins: [],
};

export function settingsOf(info: Node = noInfo): Settings {
  return {
    title: stringField(info, 'title'),
    basicTimeStepMs: timeStepOf(info),
    gravity: Math.hypot(...numbersField(info, 'gravity')),
    randomSeed: numberField(info, 'randomSeed'),
    contactProperties: nodesField(info, 'contactProperties')
      .filter(({ type }) => type === 'ContactProperties')
      .map(contactOf),
    damping: nodeField(info, 'defaultDamping'),
  };
}

/** Webots puts its default in the place of a step that is none. */
function timeStepOf(info: Node): number {
  const step = numberField(info, 'basicTimeStep');
  return step > 0 ? step : numberField(noInfo, 'basicTimeStep');
}

function contactOf(node: Node): ContactProperties {
  return {
    material1: stringField(node, 'material1'),
    material2: stringField(node, 'material2'),
    coulombFriction: numbersField(node, 'coulombFriction'),
    bounce: numberField(node, 'bounce'),
    rollingFriction: tripleField(node, 'rollingFriction'),
  };
}

/** How the world's axes lie, from its release, its coordinate system and the direction of gravity. */
export function conventionsOf(version: string, info: Node = noInfo): Conventions {
  const oldAxes = isBefore(version, firstZUpVersion);
  const [, y = 0, z = 0] = numbersField(info, 'gravity');
  if (y !== z) return { oldAxes, yUp: Math.abs(y) > Math.abs(z) };
  // The field came with R2020b; what an older file does not say is y up.
  const isSilent = findField(info, 'coordinateSystem') === undefined && isBefore(version, 'R2020b');
  const system = isSilent ? 'NUE' : stringField(info, 'coordinateSystem');
  return { oldAxes, yUp: system !== 'ENU' };
}

export function skyOf(node: Node): Sky {
  const [red = 0, green = 0, blue = 0] = numbersField(node, 'skyColor');
  return { skyColor: [red, green, blue], luminosity: numberField(node, 'luminosity') };
}

/** Rough mean colours of the pictures that TexturedBackground shows. */
const skyByTexture: Readonly<Record<string, Vector>> = {
  dusk: [0.45, 0.4, 0.45],
  empty_office: [0.6, 0.58, 0.55],
  entrance_hall: [0.6, 0.58, 0.55],
  factory: [0.5, 0.5, 0.5],
  mars: [0.75, 0.6, 0.45],
  music_hall: [0.45, 0.35, 0.3],
};
const daylight: Vector = [0.6, 0.72, 0.88];

/** A plain sky for a TexturedBackground. */
export function texturedSky(node: Node): Sky {
  const [luminosity = 1] = numbersField(node, 'luminosity');
  return { skyColor: skyByTexture[stringsField(node, 'texture')[0] ?? ''] ?? daylight, luminosity };
}

/** A sun for a TexturedBackgroundLight. */
export function texturedLight(node: Node): Light {
  const [luminosity = 1] = numbersField(node, 'luminosity');
  return {
    kind: 'directional',
    direction: [0.5, 0.35, -0.8],
    color: [1, 1, 1],
    intensity: luminosity,
    ambientIntensity: 0.4,
    castShadows: true,
  };
}

/** True (and said) if this missing PROTO is one we stand in for. */
export function standIn(node: Node, draft: SceneDraft): 'sky' | 'light' | undefined {
  const kind =
    node.type === 'TexturedBackground'
      ? 'sky'
      : node.type === 'TexturedBackgroundLight'
        ? 'light'
        : undefined;
  if (kind !== undefined) {
    draft.skip(
      `PROTO "${node.type}" is stood in for by a plain ${kind === 'sky' ? 'sky colour' : 'sun'}`,
      node.at,
    );
  }
  return kind;
}
