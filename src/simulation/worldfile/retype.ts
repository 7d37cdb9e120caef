// Gives a PROTO parameter's value the type its declaration says.
import { Fault } from '../../fault/fault.js';
import { typedValue } from './builder.js';
import { showPosition, type Field, type FieldType, type Node, type Parameter, type Value } from './tree.js';

/** True if a value may stand where the type is asked for; a value without a type may stand anywhere. */
export function fitsType(value: Value, ...types: readonly (FieldType | undefined)[]): boolean {
  return value.kind === 'untyped' || value.kind === 'is' || types.includes(value.type);
}

/** The field given to an instance, as the parameter declares it. Errors: `world/syntax` if it cannot be that. */
export function retyped(field: Field, parameter: Parameter, instance: Node): Field {
  const { value } = field;
  const typed = value.kind === 'untyped' ? typedValue(value.items, parameter.type) : value;
  if (typed !== undefined && fitsType(typed, parameter.type)) return { ...field, value: typed };
  throw new Fault('world/syntax', {
    what: `"${field.name}" of "${instance.type}" has a value of the wrong type.`,
    found: showValue(value),
    expected: parameter.type,
    where: showPosition(field.at),
  });
}

function showValue(value: Value): string {
  if (value.kind === 'is') return `IS ${value.parameter}`;
  if (value.kind !== 'untyped') return value.type;
  const items = value.items
    .slice(0, 8)
    .map((item) => (typeof item === 'object' ? 'a node' : JSON.stringify(item ?? 'NULL')));
  return `${items.join(' ')}${value.items.length > 8 ? ' …' : ''}`;
}
