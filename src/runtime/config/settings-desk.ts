// Where settings of running stages are changed: checked here, applied by the executor between two calls of the stage.
import { Fault } from '../../fault/fault.js';
import type { Log } from '../../message/messages.js';
import { toTime, type TimeNs } from '../../message/time.js';
import { layerOver, type Setting } from './config.js';
import { isGroup, type Sections, type ValuesOf } from './schema.js';
import { joinPath } from './file.js';
import { listParameters, type Parameter } from './table.js';
import type { Stage } from '../stage.js';

/** A change that was accepted. */
export interface SettingsChange {
  readonly stage: string;
  /** All settings of the stage as they are from now on, deeply frozen. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What is new, by its path within the stage. */
  readonly changed: readonly { readonly path: string; readonly from: unknown; readonly to: unknown }[];
}

/** Who passes a change on to its stage, before the stage's next take or tick. */
export interface Changeable {
  readonly name: string;
  change(change: SettingsChange): void;
}

/** Made from the configuration that the stages were made from; handed to the run; asked from outside while it goes on. */
export class SettingsDesk {
  readonly #sections: Sections;
  readonly #parameterByName: ReadonlyMap<string, Parameter>;
  readonly #workerByStage = new Map<string, Changeable>();
  #values: ValuesOf<Sections>;

  constructor(sections: Sections, values: ValuesOf<Sections>) {
    this.#sections = sections;
    this.#values = values;
    this.#parameterByName = new Map(listParameters(sections).map((each) => [each.name, each]));
  }

  /** Every parameter with its unit, range and description. */
  get parameters(): readonly Parameter[] {
    return [...this.#parameterByName.values()];
  }

  /** The settings that hold now, by stage. */
  get values(): ValuesOf<Sections> {
    return this.#values;
  }

  /** Called by the executor: stages that know `reconfigure` can be changed from here on. */
  attach(stages: readonly Stage[], workers: readonly Changeable[]): void {
    const changeable = new Set(
      stages.filter((stage) => stage.reconfigure !== undefined).map(({ name }) => name),
    );
    for (const worker of workers)
      if (changeable.has(worker.name)) this.#workerByStage.set(worker.name, worker);
  }

  /** Called by the executor when the run ends: nothing can be changed any more. */
  detach(): void {
    this.#workerByStage.clear();
  }

  /**
   * Accepts all of the settings or none. They hold from the next call of their stages on.
   * Throws config/invalid (unknown, wrong type or range), config/start-only, runtime/closed.
   */
  change(settings: readonly Setting[]): readonly SettingsChange[] {
    const values = layerOver(this.#sections, this.#values, settings);
    const changes = Object.keys(this.#sections).flatMap((stage) => this.#changeOf(stage, values));
    const refused = changes.flatMap((change) => this.#refusals(change));
    if (refused.length > 0) {
      throw new Fault('config/start-only', {
        what: `${refused.join(', ')}: ${refused.length === 1 ? 'a setting' : 'settings'} for the start, not to be changed while the stages run.`,
        next: 'End the run (of a managed node: deactivate and cleanup), set, and start or configure again. docs/settings.md says which are live.',
      });
    }
    for (const { stage } of changes) if (!this.#workerByStage.has(stage)) throw notRunning(stage);
    this.#values = {
      ...this.#values,
      ...Object.fromEntries(changes.map((each) => [each.stage, each.values])),
    };
    for (const change of changes) this.#workerByStage.get(change.stage)!.change(change);
    return changes;
  }

  #changeOf(stage: string, values: ValuesOf<Sections>): SettingsChange[] {
    const next = values[stage]!;
    const changed = differences(this.#values[stage], next, '');
    return changed.length === 0 ? [] : [{ stage, values: next, changed }];
  }

  #refusals({ stage, changed }: SettingsChange): string[] {
    const isLive = (path: string): boolean => this.#parameterByName.get(joinPath(stage, path))?.live === true;
    return changed.filter(({ path }) => !isLive(path)).map(({ path }) => joinPath(stage, path));
  }
}

/** What is said on /rosout: `guard.maxLinearMps: 0.3 → 0.2`. */
export function logOfChange({ stage, changed }: SettingsChange, now: TimeNs): Log {
  const each = changed.map(
    ({ path, from, to }) => `${joinPath(stage, path)}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
  );
  return {
    stamp: toTime(now),
    level: 20,
    name: stage,
    msg: each.join(', '),
    file: '',
    function: '',
    line: 0,
  };
}

/** Every place at which two values of one schema differ; arrays are values. */
function differences(from: unknown, to: unknown, path: string): SettingsChange['changed'] {
  if (!isGroup(from) || !isGroup(to)) {
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }];
  }
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...keys].flatMap((key) => differences(from[key], to[key], joinPath(path, key)));
}

function notRunning(stage: string): Fault {
  return new Fault('runtime/closed', {
    what: `Nothing runs under the name ${stage} whose settings could be changed.`,
    next: 'change settings of stages that run, while they run',
  });
}
