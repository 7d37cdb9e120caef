// The shape of the configuration: one section per stage, each with its own schema.
import { z } from 'zod';

/** One strict object schema per stage, by the stage's name; every parameter has a default. */
export type Sections = Readonly<Record<string, z.ZodObject>>;

export type ValuesOf<S extends Sections> = { readonly [K in keyof S]: z.output<S[K]> };

/** What is wrong with a setting beside those of other sections: the message says what was found and expected. */
export interface Disagreement {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * What must hold between settings of several sections. The section that goes wrong otherwise has it as its meta `agreement`.
 * Asked with the sections that are there and right by themselves.
 */
export type Agreement = (values: Readonly<Record<string, unknown>>) => Disagreement | undefined;

/**
 * The schema of the whole: a section that is not given takes its defaults, an unknown one is refused. `running`: those
 * that must agree with each other; all if absent.
 */
export function schemaOf(
  sections: Sections,
  running: readonly string[] = Object.keys(sections),
): z.ZodObject {
  const withDefaults = Object.entries(sections).map(
    ([name, section]) => [name, section.prefault({})] as const,
  );
  const agreements = Object.values(sections).flatMap(
    (section) => (section.meta()?.['agreement'] as Agreement | undefined) ?? [],
  );
  return z.strictObject(Object.fromEntries(withDefaults)).superRefine((values, context) => {
    const together = Object.fromEntries(Object.entries(values).filter(([name]) => running.includes(name)));
    for (const agreement of agreements) {
      const disagreement = agreement(together);
      if (disagreement !== undefined)
        context.addIssue({ code: 'custom', path: [...disagreement.path], message: disagreement.message });
    }
  });
}

/** A nested group of parameters, not a value. */
export function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
