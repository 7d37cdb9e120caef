// Everything that is wrong with a configuration, one sentence each: where, which parameter, what was found and expected.
import type { z } from 'zod';
import { nearestOf } from '../../fault/nearest.js';
import { isGroup, schemaOf, type Sections } from './schema.js';

export interface ProblemContext {
  readonly sections: Sections;
  /** Where given values came from, by path. */
  readonly origins: ReadonlyMap<string, string>;
}

type Issue = z.core.$ZodIssue;

export function listProblems(error: z.ZodError, given: unknown, context: ProblemContext): string[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => describeUnknown(issue.path, key, context))
      : [describeWrong(issue, given, context)],
  );
}

function describeWrong(issue: Issue, given: unknown, { origins }: ProblemContext): string {
  const path = issue.path.map(String);
  const value = path.reduce<unknown>(
    (inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
    given,
  );
  const told = `${place(path, origins)}${path.join('.')}:`;
  // What does not go together is said by whoever knows why, with the values.
  if (issue.code === 'custom') return `${told} ${issue.message}.`;
  return `${told} found ${value === undefined ? 'nothing' : inWords(value)}. ${issue.message}.`;
}

function describeUnknown(above: readonly PropertyKey[], key: string, context: ProblemContext): string {
  const path = [...above.map(String), key];
  const known = keysAt(context.sections, above.map(String));
  const nearest = nearestOf(key, known);
  const hint = nearest === undefined ? `known here: ${known.join(', ')}` : `did you mean ${nearest}?`;
  return `${place(path, context.origins)}${path.join('.')}: unknown; ${hint}`;
}

/** The origin of a value, or of the nearest group above it. */
function place(path: readonly string[], origins: ReadonlyMap<string, string>): string {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(path.slice(0, length).join('.'));
    if (origin !== undefined) return `${origin.replace(/^(file|flag) /, '')} `;
  }
  return '';
}

function keysAt(sections: Sections, path: readonly string[]): string[] {
  let schema: unknown = schemaOf(sections);
  for (const key of path) schema = shapeOf(schema)[key];
  return Object.keys(shapeOf(schema));
}

/** The fields of an object schema, through defaults and other wrappers. */
function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  let inner = schema as { shape?: unknown; def?: { innerType?: unknown } } | undefined;
  while (inner?.shape === undefined && inner?.def?.innerType !== undefined)
    inner = inner.def.innerType as typeof inner;
  return isGroup(inner?.shape) ? inner.shape : {};
}

/** A value as JSON, with the numbers that JSON does not know. */
export function inWords(value: unknown): string {
  const text = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'bigint' || (typeof each === 'number' && !Number.isFinite(each)) ? String(each) : each,
  );
  const plain = typeof value === 'number' || typeof value === 'bigint' ? String(value) : (text ?? 'nothing');
  return plain.length <= 60 ? plain : `${plain.slice(0, 57)}...`;
}
