// The states and transitions of a ROS 2 managed node, with the numbers of lifecycle_msgs (design.ros2.org, managed nodes).

export const states = {
  unknown: 0,
  unconfigured: 1,
  inactive: 2,
  active: 3,
  finalized: 4,
  configuring: 10,
  cleaningup: 11,
  shuttingdown: 12,
  activating: 13,
  deactivating: 14,
  errorprocessing: 15,
} as const;

export type StateName = keyof typeof states;
export type PrimaryState = 'unconfigured' | 'inactive' | 'active' | 'finalized';

/** What a node does on the way; shutdown is the same work from wherever it comes. */
export type Step = 'configure' | 'cleanup' | 'activate' | 'deactivate' | 'shutdown';

/** What others may ask for. */
export interface Transition {
  readonly id: number;
  readonly label: Step;
  readonly from: PrimaryState;
  readonly via: StateName;
  readonly to: PrimaryState;
}

export const transitions: readonly Transition[] = [
  { id: 1, label: 'configure', from: 'unconfigured', via: 'configuring', to: 'inactive' },
  { id: 2, label: 'cleanup', from: 'inactive', via: 'cleaningup', to: 'unconfigured' },
  { id: 3, label: 'activate', from: 'inactive', via: 'activating', to: 'active' },
  { id: 4, label: 'deactivate', from: 'active', via: 'deactivating', to: 'inactive' },
  { id: 5, label: 'shutdown', from: 'unconfigured', via: 'shuttingdown', to: 'finalized' },
  { id: 6, label: 'shutdown', from: 'inactive', via: 'shuttingdown', to: 'finalized' },
  { id: 7, label: 'shutdown', from: 'active', via: 'shuttingdown', to: 'finalized' },
];

/** How a step ended: its own numbers are ten times the step's, plus one of these. */
export type Outcome = 'success' | 'failure' | 'error';

const ownNumber: Readonly<Record<Step, number>> = {
  configure: 10,
  cleanup: 20,
  activate: 30,
  deactivate: 40,
  shutdown: 50,
};
const outcomeNumber: Readonly<Record<Outcome, number>> = { success: 0, failure: 1, error: 2 };

/** Nobody asks for these: they tell how a step ended. */
export interface Ending {
  readonly id: number;
  readonly label: string;
  readonly from: StateName;
  readonly to: StateName;
}

export function endingOf(transition: Transition, outcome: Outcome): Ending {
  const { label, via, from, to } = transition;
  const next: Readonly<Record<Outcome, StateName>> = { success: to, failure: from, error: 'errorprocessing' };
  const id = ownNumber[label] + outcomeNumber[outcome];
  return { id, label: `on_${label}_${outcome}`, from: via, to: next[outcome] };
}

/** After an error everything was let go of, or that failed too. */
export const recovered: Ending = {
  id: 60,
  label: 'on_error_success',
  from: 'errorprocessing',
  to: 'unconfigured',
};
export const lost: Ending = { id: 61, label: 'on_error_failure', from: 'errorprocessing', to: 'finalized' };

/** Every edge, what others ask for and what follows from it. */
export function listEdges(): Ending[] {
  const asked = transitions.map(({ id, label, from, via }) => ({ id, label, from, to: via }));
  const outcomes: readonly Outcome[] = ['success', 'failure', 'error'];
  const ended = transitions.flatMap((each) => outcomes.map((outcome) => endingOf(each, outcome)));
  return [...asked, ...ended, recovered, lost];
}
