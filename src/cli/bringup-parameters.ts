// The parameter file of our ROS nodes (config/parameters.yaml of jackdaw_bringup): every setting with its default, from the schemas.
import { sectionsOf } from '../robot/nodes/settings.js';
import { nodeKinds, nodeNames } from '../robot/nodes/table.js';
import { layerConfig } from '../runtime/config/config.js';
import type { Sections } from '../runtime/config/schema.js';
import { listParameters, type Parameter } from '../runtime/config/table.js';

const head = `# Made from code by \`npm run docs\`: copy it and change the copy, or name only what differs in a file of your own.
# A node takes the sections that it has (docs/ros-nodes.md); *: may change while it runs. Lists and groups are JSON in a string.
# What a robot or detector sees by, vision.model, differs between nodes: the launch files' argument \`model\` says it.
/**:
  ros__parameters:
`;

export function parametersFile(): string {
  const sections = nodeNames.flatMap((name) => Object.entries(sectionsOf(nodeKinds[name])));
  const shared: Sections = Object.fromEntries(sections.filter(([name]) => name !== 'vision'));
  const values = layerConfig(shared).values;
  const lines = listParameters(shared).flatMap((parameter) => linesOf(parameter, values));
  return head + lines.map((line) => `    ${line}\n`).join('');
}

/** Dotted names, as `ros2 param` shows them. */
function linesOf(parameter: Parameter, values: unknown): string[] {
  const { name, description, unit, range, live } = parameter;
  const facts = [unit, range].filter((fact) => fact !== '').join(', ');
  const remark = `${live ? '* ' : ''}${description}${facts === '' ? '' : ` [${facts}]`}`;
  return [`# ${remark}`, `${name}: ${valueOf(parameter, valueAt(values, name))}`];
}

function valueOf({ type }: Parameter, value: unknown): string {
  // ROS tells doubles from integers by the dot.
  if (type === 'number') return Number.isInteger(value) ? `${String(value)}.0` : String(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isWords(value)) return `[${value.map((word) => `'${word}'`).join(', ')}]`;
  return `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
}

/** An empty list has no type in a parameter file. */
function isWords(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');
}

function valueAt(values: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], values);
}
