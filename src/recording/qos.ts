// QoS profiles as rosbag2 writes them into bags: YAML with integer policies (Humble, Iron) or words (Jazzy).
import { parse, stringify } from 'yaml';
import type { Qos } from '../message/topics.js';

const historyCode = { keep_last: 1, keep_all: 2 } as const;
const reliabilityCode = { reliable: 1, best_effort: 2 } as const;
const durabilityCode = { transient_local: 1, volatile: 2 } as const;

/** rmw's infinite duration. */
const INFINITE = { sec: 9223372036, nsec: 854775807 };

export type QosSpelling = 'integers' | 'words';

/** The entries of `offered_qos_profiles`, ready for YAML. */
export function qosEntries(profiles: readonly Qos[], spelling: QosSpelling): object[] {
  return profiles.map((qos) => {
    const integers = spelling === 'integers';
    return {
      history: integers ? historyCode[qos.history] : qos.history,
      depth: qos.depth,
      reliability: integers ? reliabilityCode[qos.reliability] : qos.reliability,
      durability: integers ? durabilityCode[qos.durability] : qos.durability,
      deadline: { ...INFINITE },
      lifespan: { ...INFINITE },
      liveliness: integers ? 1 : 'automatic',
      liveliness_lease_duration: { ...INFINITE },
      avoid_ros_namespace_conventions: false,
    };
  });
}

export function qosText(profiles: readonly Qos[], spelling: QosSpelling): string {
  return stringify(qosEntries(profiles, spelling), { aliasDuplicateObjects: false });
}

/** Reads either spelling; what is missing or unknown becomes ROS's default. Never throws: QoS is advice. */
export function parseQos(yamlText: string): Qos[] {
  try {
    const entries: unknown = parse(yamlText, { maxAliasCount: 0, logLevel: 'error' });
    return Array.isArray(entries) ? entries.map(oneQos) : [];
  } catch {
    return [];
  }
}

function oneQos(entry: unknown): Qos {
  const fields = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const { history, depth, reliability, durability } = fields;
  return {
    history: spelled(history, historyCode) ?? 'keep_last',
    depth: typeof depth === 'number' && Number.isInteger(depth) && depth >= 0 ? depth : 10,
    reliability: spelled(reliability, reliabilityCode) ?? 'reliable',
    durability: spelled(durability, durabilityCode) ?? 'volatile',
  };
}

function spelled<W extends string>(value: unknown, codes: Readonly<Record<W, number>>): W | undefined {
  const words = Object.keys(codes) as W[];
  return words.find((word) => word === value || codes[word] === value);
}
