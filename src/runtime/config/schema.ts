// The shape of the configuration: one section per stage, each with its own schema.
import { z } from 'zod';

/** One strict object schema per stage, by the stage's name; every parameter has a default. */
export type Sections = Readonly<Record<string, z.ZodObject>>;

export type ValuesOf<S extends Sections> = { readonly [K in keyof S]: z.output<S[K]> };

/** The schema of the whole: a section that is not given takes its defaults, an unknown one is refused. */
export function schemaOf(sections: Sections): z.ZodObject {
  const withDefaults = Object.entries(sections).map(
    ([name, section]) => [name, section.prefault({})] as const,
  );
  return z.strictObject(Object.fromEntries(withDefaults));
}

/** A nested group of parameters, not a value. */
export function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
