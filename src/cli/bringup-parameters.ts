// The parameter file of our ROS nodes (config/parameters.yaml of jackdaw_bringup): every setting with its default, from the schemas.
import { sectionsOf } from '../robot/nodes/settings.js';
import { nodeKinds, nodeNames } from '../robot/nodes/table.js';
import { layerConfig } from '../runtime/config/config.js';
import type { Sections } from '../runtime/config/schema.js';
import { listParameters, type Parameter } from '../runtime/config/table.js';

const head = `# Made from code by \`npm run docs\`: copy it and change the copy, or name only what differs in a file of your own.
# A node takes the sections that it has (docs/ros-nodes.md); *: may change while it runs. Lists of groups are JSON in a string.
# A list of words that is empty stands as a comment: [] has no type for ROS. Our nodes take it for an empty list, rclcpp's refuse to start.
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
  const value = valueAt(values, name);
  const isEmpty = parameter.elements === 'string' && (value as readonly string[]).length === 0;
  return [`# ${remark}`, `${isEmpty ? '# ' : ''}${name}: ${valueOf(parameter, value)}`];
}

function valueOf({ type, elements }: Parameter, value: unknown): string {
  // ROS tells doubles from integers by the dot.
  if (type === 'number') return Number.isInteger(value) ? `${String(value)}.0` : String(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (elements === 'string') return `[${(value as readonly string[]).map((word) => `'${word}'`).join(', ')}]`;
  return `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
}

function valueAt(values: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], values);
}
