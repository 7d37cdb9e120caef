// Parsers of flag values: each refuses what it does not understand with a sentence commander prints.
import { InvalidArgumentError } from 'commander';
import { armNames, type ArmName } from '../robot/safety/arm-names.js';
import { obstacleClasses, type ObstacleClass } from '../simulation/scene/obstacle-classes.js';

/** A whole number from 0 to 2^53 - 1. */
export function parseWhole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('Give a whole number from 0 on.');
  return value;
}

/** Of what nothing can be judged without. */
export function parseAtLeastOne(text: string): number {
  const value = parseWhole(text);
  if (value === 0) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return value;
}

/** What random generators start from: 0 to 2^32 - 1. */
export function parseSeed(text: string): number {
  const value = parseWhole(text);
  if (value > 0xffff_ffff) throw new InvalidArgumentError('Give a whole number from 0 to 4294967295.');
  return value;
}

/** A finite number above 0. */
export function parsePositive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('Give a number above 0.');
  return value;
}

/** A finite number from 0 on. */
export function parseAmount(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('Give a number from 0 on.');
  return value;
}

/** 0 to 1. */
export function parseShare(text: string): number {
  const value = parseAmount(text);
  if (value > 1) throw new InvalidArgumentError('Give a share from 0 to 1.');
  return value;
}

/** `6x4.5` → [6, 4.5], metres. */
export function parseSize(text: string): readonly [number, number] {
  const [width, depth, ...more] = text.split('x').map(Number);
  const whole = more.length === 0 && width !== undefined && depth !== undefined;
  if (!whole || !(width > 0) || !(depth > 0))
    throw new InvalidArgumentError('Give width and depth in metres: 6x4.5');
  return [width, depth];
}

type Counts = Partial<Record<ObstacleClass, number>>;

/** `box=3,shoe=2` → { box: 3, shoe: 2 }. */
export function parseCounts(text: string): Counts {
  const counts: Counts = {};
  for (const part of text.split(',')) {
    const [name, count] = part.split('=');
    const known = obstacleClasses.find((each) => each === name?.trim());
    if (known === undefined || count === undefined) {
      throw new InvalidArgumentError(
        `Give counts as class=number, separated by commas; classes: ${obstacleClasses.join(', ')}.`,
      );
    }
    counts[known] = parseWhole(count.trim());
  }
  return counts;
}

/** `real`, `max` or a factor of real time. */
export function parsePace(text: string): 'real' | 'max' | number {
  if (text === 'real' || text === 'max') return text;
  const factor = Number(text);
  if (!Number.isFinite(factor) || factor <= 0)
    throw new InvalidArgumentError('Give real, max, or a factor of real time such as 5.');
  return factor;
}

/** `1,2,3` by the parser of one. */
export function parseList<T>(parse: (text: string) => T): (text: string) => readonly T[] {
  return (text) => {
    const parts = text.split(',').map((part) => part.trim());
    if (parts.includes('')) throw new InvalidArgumentError('Give values with one comma between two.');
    return parts.map(parse);
  };
}

/** Collects a flag that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** How --model and its like are answered. */
export const MODEL_NAMES = 'a folder, <name>/<version>, or <name> for its newest version';

/** `lidar,oracle` → those arms of the safety bench, each once; lidar is always among them. */
export function parseArms(text: string): readonly ArmName[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(armNames as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`Give some of ${armNames.join(', ')}, separated by commas.`);
  return armNames.filter((name) => name === 'lidar' || names.includes(name));
}
