// The check `inputs`: what a node needs and does not hear, why not, and where it may be.
import { Fault } from '../../../fault/fault.js';
import { topics, type TopicName } from '../../../message/topics.js';
import { ERROR, WARN } from '../../watch/topic-health.js';
import type { Check, Concern } from '../check.js';
import type { Graph } from '../graph.js';
import { findMismatches } from '../mismatch.js';
import { isCommand } from '../unstamped.js';

/** Silence of so long is told. */
const PATIENCE_MS = 5000;
/** Time that passed between two looks counts at most so much: a clock that is set makes no silence. */
const LOOK_MS = 1000;

export interface Need {
  /** Any of them will do. */
  readonly topics: readonly TopicName[];
  /** The robot is held without it. */
  readonly holds: boolean;
}

export interface InputCheckParts {
  /** Full name of the node. */
  readonly node: string;
  /** As it is now: nothing while the node is inactive. */
  readonly needs: () => readonly Need[];
  readonly resolve: (topic: TopicName) => string;
  /** How many messages of others have come. */
  readonly heardOn: (topic: TopicName) => number;
  /** By the node's clock: while time stands still nothing is missed. */
  readonly nowMs: () => number;
}

interface Wait {
  heard: number;
  silentMs: number;
  everHeard: boolean;
}

export class InputCheck implements Check {
  readonly name = 'inputs';
  readonly #parts: InputCheckParts;
  #waitByKey = new Map<string, Wait>();
  #lookedAtMs: number | undefined;

  constructor(parts: InputCheckParts) {
    this.#parts = parts;
  }

  look(graph: Graph): Concern[] {
    const passedMs = this.#passedMs();
    const waitByKey = new Map<string, Wait>();
    const concerns = this.#parts.needs().flatMap((need) => {
      const key = this.#namesOf(need).join(' or ');
      const wait = this.#waited(need, this.#waitByKey.get(key), passedMs);
      waitByKey.set(key, wait);
      return isMissed(need, wait) ? [this.#concern({ key, need, wait }, graph)] : [];
    });
    this.#waitByKey = waitByKey;
    return concerns;
  }

  over(key: string): string | undefined {
    return this.#waitByKey.has(key) ? `${key} arrives.` : undefined;
  }

  #passedMs(): number {
    const nowMs = this.#parts.nowMs();
    const passedMs = nowMs - (this.#lookedAtMs ?? nowMs);
    this.#lookedAtMs = nowMs;
    return Math.max(0, Math.min(LOOK_MS, passedMs));
  }

  #waited({ topics: names }: Need, before: Wait | undefined, passedMs: number): Wait {
    const heard = names.reduce((sum, topic) => sum + this.#parts.heardOn(topic), 0);
    if (before === undefined) return { heard, silentMs: 0, everHeard: false };
    if (heard > before.heard) return { heard, silentMs: 0, everHeard: true };
    return { ...before, silentMs: before.silentMs + passedMs };
  }

  #concern(
    { key, need, wait }: { readonly key: string; readonly need: Need; readonly wait: Wait },
    graph: Graph,
  ): Concern {
    const named = `${key} (${[...new Set(need.topics.map((topic) => topics[topic].type))].join(' or ')})`;
    const why = this.#why(need, graph);
    return {
      key,
      level: need.holds ? ERROR : WARN,
      fault: new Fault('ros/no-input', {
        what: wait.everHeard ? `${named} has fallen silent: ${why}.` : `Waiting for ${named}: ${why}.`,
        expected: need.holds ? 'messages on it: the robot is held without them' : undefined,
        next: this.#next(need, graph),
      }),
    };
  }

  #why(need: Need, graph: Graph): string {
    const names = this.#namesOf(need);
    const others = new Set(names.flatMap((name) => graph.nodesPublishing(name)));
    if (others.size === 0) return 'no publisher';
    const unmet = findMismatches(graph, names).find(({ subscriber }) => subscriber === this.#parts.node);
    if (unmet !== undefined) return `${unmet.publisher} ${unmet.why}`;
    return `${[...others].join(', ')} has a publisher, nothing arrived`;
  }

  #next(need: Need, graph: Graph): string {
    const names = this.#namesOf(need);
    if (names.some((name) => graph.nodesPublishing(name).length > 0))
      return `ros2 topic hz ${names[0]} and ros2 topic info --verbose ${names[0]} tell whether it speaks, and how.`;
    const elsewhere = this.#elsewhere(need, graph);
    return elsewhere === undefined
      ? `Start what publishes it, or name it: -r ${need.topics[0]}:=<its topic>.${withoutBumper(need)}`
      : `${elsewhere.name} is of that type: -r ${elsewhere.topic}:=${elsewhere.name} hears it.`;
  }

  /** Somebody else's topic of the type that is wanted. */
  #elsewhere({ topics: wanted }: Need, graph: Graph): { topic: TopicName; name: string } | undefined {
    return wanted
      .flatMap((topic) => graph.listTopics(topics[topic].type).map((name) => ({ topic, name })))
      .find(({ name }) => graph.nodesPublishing(name, this.#parts.node).length > 0);
  }

  #namesOf({ topics: names }: Need): string[] {
    return names.map((topic) => this.#parts.resolve(topic));
  }
}

/** Whoever commands may fall silent: then the robot stands, as it should. */
function isMissed({ topics: names }: Need, { silentMs, everHeard }: Wait): boolean {
  return silentMs >= PATIENCE_MS && !(everHeard && names.every(isCommand));
}

/** Few bases have one, and the guard asks for it unless it is told. */
function withoutBumper({ topics: [topic], holds }: Need): string {
  return topic === 'bumper' && holds ? ` A base without bumpers: -p guard.required:="['scan','odom']".` : '';
}
