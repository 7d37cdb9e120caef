// Configuration in layers: defaults, then one file, then flags; checked as a whole, each value with its origin.
import { parse as parseYaml } from 'yaml';
import { Fault } from '../../fault/fault.js';
import { joinPath, parseConfigFile, type ConfigFile, type FileSettings } from './file.js';
import { listProblems } from './problems.js';
import { isGroup, schemaOf, type Sections, type ValuesOf } from './schema.js';

/** One value given on the command line. */
export interface Setting {
  /** `<stage>.<param>`, with further dots for nested parameters. */
  readonly path: string;
  readonly value: unknown;
  /** As the person typed it: `--seed`. */
  readonly flag: string;
}

export interface ConfigLayers {
  readonly file?: ConfigFile | undefined;
  readonly settings?: readonly Setting[] | undefined;
  /** Names of the sections whose stages run, and must agree; all if absent. */
  readonly running?: readonly string[];
  /** Where a person finds all settings, as the end of an advice. */
  readonly seeAll?: string;
}

export interface Config<S extends Sections> {
  /** Deeply frozen. */
  readonly values: ValuesOf<S>;
  /** `default`, `file robot.yaml:12` or `flag --seed`, by the dotted path of every value. */
  readonly originByPath: ReadonlyMap<string, string>;
}

/** Throws 'config/unreadable' or one 'config/invalid' that lists everything that is wrong. */
export function layerConfig<S extends Sections>(sections: S, layers: ConfigLayers = {}): Config<S> {
  const settings = layers.settings ?? [];
  const file = layers.file === undefined ? undefined : parseConfigFile(layers.file);
  const given = withSettings(file?.values ?? {}, settings);
  const origins = originsOf(layers.file?.name ?? '', file, settings);
  const result = schemaOf(sections, layers.running).safeParse(given);
  if (!result.success) throw refuse(listProblems(result.error, given, { sections, origins }), layers.seeAll);
  const values = deepFreeze(result.data) as ValuesOf<S>;
  return { values, originByPath: originOfEach(values, origins) };
}

/** Reads `guard.rimM=0.2` as given with a flag like --set; the value is YAML. Throws 'config/invalid'. */
export function parseSetting(flag: string, text: string): Setting {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    throw new Fault('config/invalid', {
      what: `${flag} ${text} sets nothing.`,
      expected: '<stage>.<param>=<value>',
    });
  }
  try {
    return { path, value: parseYaml(value, { maxAliasCount: 0, logLevel: 'error' }) as unknown, flag };
  } catch (thrown) {
    throw new Fault('config/invalid', { what: `${flag} ${text} is not a YAML value.`, cause: thrown });
  }
}

/** The file's values with the settings laid over them; neither is changed. */
function withSettings(values: unknown, settings: readonly Setting[]): unknown {
  return settings.reduce((whole, { path, value }) => withValue(whole, path.split('.'), value), values);
}

function withValue(whole: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const entries = new Map(isGroup(whole) ? Object.entries(whole) : []);
  entries.set(key, withValue(entries.get(key), rest, value));
  // Entries become own properties, whatever their names: __proto__ is a key like any other.
  return Object.fromEntries(entries);
}

/** Where each given value came from, by its path: groups and single values alike. */
function originsOf(
  name: string,
  file: FileSettings | undefined,
  settings: readonly Setting[],
): Map<string, string> {
  const origins = new Map<string, string>();
  for (const [path, position] of file?.positionByPath ?? []) {
    origins.set(path, `file ${name}:${position.split(':')[0]}`);
  }
  for (const { path, flag } of settings) origins.set(path, `flag ${flag}`);
  return origins;
}

function originOfEach(values: unknown, origins: ReadonlyMap<string, string>): Map<string, string> {
  const originByPath = new Map<string, string>();
  const visit = (value: unknown, path: string, above: string): void => {
    const origin = origins.get(path) ?? above;
    if (!isGroup(value)) return void originByPath.set(path, origin);
    // A flag may give a whole group; a group in the file only holds what stands in it.
    const inherited = origin.startsWith('flag') ? origin : 'default';
    for (const [key, inner] of Object.entries(value)) visit(inner, joinPath(path, key), inherited);
  };
  visit(values, '', 'default');
  return originByPath;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}

/** What holds with other settings laid over it, checked as at the start. Throws config/invalid. */
export function layerOver<S extends Sections>(
  sections: S,
  values: Readonly<Record<string, unknown>>,
  settings: readonly Setting[],
): ValuesOf<S> {
  const now = Object.entries(values).map(([path, value]) => ({ path, value, flag: 'now' }));
  return layerConfig(sections, { settings: [...now, ...settings] }).values;
}

function refuse(problems: readonly string[], seeAll = 'docs/settings.md lists all settings'): Fault {
  const count = problems.length === 1 ? 'one fault' : `${problems.length} faults`;
  return new Fault('config/invalid', {
    what: `The configuration has ${count}.`,
    found: problems.join('\n            '),
    next: `mend ${problems.length === 1 ? 'it' : 'them'}; ${seeAll}`,
  });
}
