// The state machine of a managed node: one transition at a time, what is not allowed is refused, what fails leads back.
import { toFault, type Fault } from '../../fault/fault.js';
import {
  endingOf,
  lost,
  recovered,
  transitions,
  type Ending,
  type Outcome,
  type StateName,
  type Step,
  type Transition,
} from './lifecycle-table.js';

/** What the node does on each step. Throwing leaves it where it was, or, where that cannot be, unconfigured. */
export type LifecycleWork = Readonly<Record<Step, () => void | Promise<void>>>;

export interface LifecycleOptions {
  readonly work: LifecycleWork;
  readonly onFault: (fault: Fault) => void;
  /** Every edge as it is passed. */
  readonly onEdge?: (edge: Ending) => void;
}

/** Of a request the label counts where there is one, else the number. */
export interface TransitionRequest {
  readonly id: number;
  readonly label: string;
}

export class Lifecycle {
  readonly #options: LifecycleOptions;
  #state: StateName = 'unconfigured';
  #underWay: Promise<boolean> | undefined;

  constructor(options: LifecycleOptions) {
    this.#options = options;
  }

  get state(): StateName {
    return this.#state;
  }

  /** What may be asked for now: nothing while a transition is under way. */
  available(): Transition[] {
    return transitions.filter(({ from }) => from === this.#state);
  }

  /** Whether the state asked for was reached; false at once for what is not allowed now. Never rejects. */
  request({ id, label }: TransitionRequest): Promise<boolean> {
    const wanted = this.available().find((each) => (label === '' ? each.id === id : each.label === label));
    return wanted === undefined ? Promise.resolve(false) : this.#begin(wanted);
  }

  /** The step from where the node is now, once a transition under way has ended. */
  async take(step: Step): Promise<boolean> {
    await this.#underWay;
    return this.request({ id: 0, label: step });
  }

  #begin(transition: Transition): Promise<boolean> {
    const ending = this.#pass(transition).finally(() => (this.#underWay = undefined));
    this.#underWay = ending;
    return ending;
  }

  async #pass(transition: Transition): Promise<boolean> {
    const { id, label, from, via } = transition;
    this.#enter({ id, label, from, to: via });
    const outcome = await this.#perform(transition.label);
    this.#enter(endingOf(transition, outcome));
    if (outcome === 'error') await this.#recover();
    return outcome === 'success';
  }

  /** Coming to life may fail and be tried again; letting go of things that fails is an error. */
  async #perform(step: Step): Promise<Outcome> {
    try {
      await this.#options.work[step]();
      return 'success';
    } catch (thrown) {
      this.#tell(thrown, `The transition ${step} failed.`);
      return step === 'configure' || step === 'activate' ? 'failure' : 'error';
    }
  }

  async #recover(): Promise<void> {
    try {
      await this.#options.work.cleanup();
      this.#enter(recovered);
    } catch (thrown) {
      this.#tell(thrown, 'Cleaning up after an error failed: the node is of no use any more.');
      this.#enter(lost);
    }
  }

  #enter(edge: Ending): void {
    this.#state = edge.to;
    try {
      this.#options.onEdge?.(edge);
    } catch (thrown) {
      this.#tell(thrown, `Nobody could be told of ${edge.label}.`);
    }
  }

  #tell(thrown: unknown, what: string): void {
    this.#options.onFault(toFault(thrown, 'ros/transition-failed', { what }));
  }
}
