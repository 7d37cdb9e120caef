// Definitions of the message types: the distribution's own (jazzy), and texts for those it does not ship.
import type { MessageDefinition } from '@foxglove/message-definition';
import { parse } from '@foxglove/rosmsg';
import { ros2jazzy } from '@foxglove/rosmsg-msgs-common';
import { Fault } from '../fault/fault.js';
import { jackdawTexts, visionTexts } from './texts.js';

/** Definitions by two-part name, `sensor_msgs/LaserScan`; complex fields name others of the same map. */
export type Definitions = ReadonlyMap<string, MessageDefinition>;

export const definitions: Definitions = collect();

/** `sensor_msgs/msg/LaserScan` → `sensor_msgs/LaserScan`. */
export function twoPartName(typeName: string): string {
  return typeName.replace('/msg/', '/');
}

/** `sensor_msgs/LaserScan` → `sensor_msgs/msg/LaserScan`. */
export function threePartName(name: string): string {
  return name.includes('/msg/') ? name : name.replace('/', '/msg/');
}

/** The definition and all it depends on, itself first, the others in the order they are met. */
export function closure(typeName: string, from: Definitions = definitions): MessageDefinition[] {
  const met = new Map<string, MessageDefinition>();
  const visit = (name: string): void => {
    if (met.has(name)) return;
    const definition = from.get(name);
    if (definition === undefined) throw unknownType(name);
    met.set(name, definition);
    for (const field of definition.definitions) if (field.isComplex === true) visit(field.type);
  };
  visit(twoPartName(typeName));
  return [...met.values()];
}

/** Parses a schema text as MCAP and rosbag2 carry it: the top definition, then `MSG:` blocks. */
export function parseSchema(typeName: string, text: string): Definitions {
  const name = twoPartName(typeName);
  try {
    const [top, ...rest] = parse(text, { ros2: true });
    if (top === undefined) throw unknownType(name);
    const named = rest.map((definition) => [definition.name ?? '', definition] as const);
    return new Map([[name, { ...top, name }], ...named]);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('message/unknown-type', {
      what: `The definition text of ${typeName} cannot be parsed`,
      found: cause instanceof Error ? cause.message : String(cause),
      expected: 'ROS 2 message definition text (ros2msg)',
      next: 'Check the recording with the tool that made it; the message stays available as raw bytes.',
      cause,
    });
  }
}

function collect(): Definitions {
  const found = new Map<string, MessageDefinition>(Object.entries(ros2jazzy));
  for (const [name, text] of Object.entries({ ...visionTexts, ...jackdawTexts })) {
    const [definition] = parse(text, { ros2: true, skipTypeFixup: true });
    if (definition !== undefined) found.set(name, { ...definition, name });
  }
  return found;
}

function unknownType(name: string): Fault {
  return new Fault('message/unknown-type', {
    what: `There is no definition of the message type ${name}`,
    found: name,
    expected: 'a type of the message registry (src/message/messages.ts)',
    next: 'Check the spelling, or read it with the schema text that came with it.',
  });
}
