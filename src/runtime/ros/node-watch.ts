// Looks once a second at what messages do not tell: each check's concerns go into the log once, and into the diagnostics.
import { toFault, type Fault } from '../../fault/fault.js';
import type { DiagnosticStatus } from '../../message/messages.js';
import type { Clock } from '../clock.js';
import { OK } from '../watch/topic-health.js';
import type { Check, Concern } from './check.js';
import { Graph, type RclGraph } from './graph.js';

export interface NodeWatchOptions {
  readonly checks: readonly Check[];
  readonly rcl: RclGraph;
  /** Full name of the node, before the colon in diagnostics. */
  readonly node: string;
  readonly say: (level: 'info' | 'warn', text: string) => void;
  readonly diagnose: (status: readonly DiagnosticStatus[]) => void;
  readonly onFault: (fault: Fault) => void;
}

const PERIOD_MS = 1000;

export class NodeWatch {
  readonly #options: NodeWatchOptions;
  readonly #keysByCheck = new Map<Check, ReadonlySet<string>>();

  constructor(options: NodeWatchOptions) {
    this.#options = options;
  }

  /** Until the signal, by a clock that always runs: a node that waits for time must say so. */
  async run(clock: Pick<Clock, 'sleep'>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.look();
      await clock.sleep(PERIOD_MS, signal);
    }
  }

  /** Never throws. */
  look(): void {
    const { checks, rcl, diagnose, onFault } = this.#options;
    try {
      const graph = new Graph(rcl);
      diagnose(checks.map((check) => this.#ask(check, graph)));
    } catch (thrown) {
      onFault(toFault(thrown, 'runtime/stage-failed', { what: 'Looking at the ROS graph failed.' }));
    }
  }

  #ask(check: Check, graph: Graph): DiagnosticStatus {
    const concerns = check.look(graph);
    this.#sayChanges(check, concerns);
    return {
      level: Math.max(OK, ...concerns.map(({ level }) => level)),
      name: `${this.#options.node}: ${check.name}`,
      message: concerns.length === 0 ? 'ok' : concerns.map(({ fault }) => fault.what).join(' '),
      hardware_id: 'jackdaw',
      values: concerns.map(({ key, about = key, fault }) => ({
        key: about,
        value: fault.found ?? fault.what,
      })),
    };
  }

  #sayChanges(check: Check, concerns: readonly Concern[]): void {
    const { say } = this.#options;
    const before = this.#keysByCheck.get(check) ?? new Set();
    const now = new Set(concerns.map(({ key }) => key));
    this.#keysByCheck.set(check, now);
    for (const { key, fault } of concerns) if (!before.has(key)) say('warn', fault.message);
    for (const key of before) {
      const over = now.has(key) ? undefined : check.over?.(key);
      if (over !== undefined) say('info', over);
    }
  }
}
