// --stages FILE: a person's own stages, loaded from a module and put beside or in the place of the built-in ones.
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { Fault, toFault } from '../fault/fault.js';
import { topicNames, type TopicName } from '../message/topics.js';
import type { Stage } from '../runtime/stage.js';

const topicName = z.enum(topicNames);
const isFunction = (value: unknown): boolean => typeof value === 'function';

/** What the executors ask of a stage; a class instance passes as well as a plain object. */
const stageShape = z.looseObject({
  name: z.string().regex(/^[a-z][a-z0-9_-]*$/, 'a word in lower case'),
  reads: z.array(topicName),
  writes: z.array(topicName),
  take: z.custom(isFunction, 'a function take(envelope, now, emit)'),
  tick: z.custom(isFunction, 'a function tick(now, emit)').optional(),
  periodMs: z.number().positive().optional(),
  latencyMs: z.number().min(0).optional(),
});

/** Names that the run itself needs. */
const reservedNames = ['watch', 'record'];

/** Every exported stage of the module. Throws cli/stages with all that is wrong. */
export async function loadStages(file: string): Promise<Stage[]> {
  const exported = Object.entries(await importModule(file)).filter(([, value]) => looksLikeStage(value));
  if (exported.length === 0) {
    throw new Fault('cli/stages', {
      what: 'The module exports no stage.',
      where: file,
      expected: 'an export with name, reads, writes and take, as in the README',
    });
  }
  const problems = exported.flatMap(([name, value]) => problemsOf(name, value));
  if (problems.length > 0) {
    throw new Fault('cli/stages', {
      what: 'A stage of the module cannot be used.',
      where: file,
      found: problems.join('; '),
    });
  }
  return exported.map(([, value]) => value as Stage);
}

/** Built-in stages stay, but for those with the name of an own one or with a topic that an own one writes. */
export function replacedBy(own: readonly Stage[], builtIn: readonly Stage[]): Stage[] {
  const names = own.map(({ name }) => name);
  const written: readonly TopicName[] = own.flatMap(({ writes }) => writes);
  // A global topic may have several writers.
  const isRival = ({ writes }: Stage): boolean =>
    writes.some((topic) => !topic.startsWith('/') && written.includes(topic));
  return builtIn.filter((stage) => names.includes(stage.name) || isRival(stage));
}

async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  const path = resolve(file);
  try {
    await access(path);
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (thrown) {
    throw toFault(thrown, 'cli/stages', {
      what: 'The module with stages cannot be loaded',
      where: file,
      found: thrown instanceof Error ? thrown.message : String(thrown),
      expected: 'a JavaScript module (.js, .mjs); .ts where Node strips types (22.18 and later)',
    });
  }
}

/** Constants and functions beside the stages are nobody's business. */
function looksLikeStage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'name' in value && 'take' in value;
}

function problemsOf(exportName: string, value: unknown): string[] {
  const { error, data } = stageShape.safeParse(value);
  if (data !== undefined && reservedNames.includes(data.name))
    return [`${exportName}.name: ${data.name} is taken`];
  const issues = error?.issues ?? [];
  return issues.map(({ path, message }) => `${[exportName, ...path.map(String)].join('.')}: ${message}`);
}
