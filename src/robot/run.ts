// One run of the robot: its stages on a source of messages, by the executor that fits the pace, watched and summed up.
import type { Fault } from '../fault/fault.js';
import { msToNs } from '../message/time.js';
import type { CallListener } from '../runtime/executors/call-listener.js';
import type { Clock } from '../runtime/clock.js';
import { runLive } from '../runtime/executors/live.js';
import { runLockstep } from '../runtime/executors/lockstep.js';
import type { RunOptions, RunReport } from '../runtime/executors/run.js';
import type { Envelope, Source, Stage } from '../runtime/stage.js';
import type { SettingsDesk } from '../runtime/config/settings-desk.js';
import type { Tally } from '../runtime/tally.js';
import { Survey } from './survey.js';

/** real: wall time, stages side by side. A number or max: virtual time at so many times real time, the same every time. */
export type Pace = 'real' | 'max' | number;

export interface RobotRun {
  readonly source: Source;
  readonly stages: readonly Stage[];
  readonly pace: Pace;
  readonly clock: Clock;
  /** Seconds on the run's clock; absent: until the source ends or the signal aborts. */
  readonly seconds?: number | undefined;
  readonly signal?: AbortSignal;
  /** The counts that the watch stage looks at. */
  readonly tally: Tally;
  /** Hand in one to change settings while the run goes on. */
  readonly settings?: SettingsDesk;
  /** Hears of every call of a stage. */
  readonly calls?: CallListener | undefined;
  /** Hand in one to look at it while the run goes on. */
  readonly survey?: Survey;
  readonly onFault?: (fault: Fault, member: string) => void;
  readonly onEnvelope?: (envelope: Envelope) => void;
}

export interface RobotRunResult {
  readonly report: RunReport;
  readonly survey: Survey;
  readonly faults: readonly string[];
  /** From the start of the process to the first scan. */
  readonly startSeconds: number | undefined;
}

/** How many faults are kept in words; the rest is counted in the report. */
const FAULTS_KEPT = 20;

/** Runs and closes everything it was given, whatever happens. */
export async function runRobot(run: RobotRun): Promise<RobotRunResult> {
  const survey = run.survey ?? new Survey();
  const faults: string[] = [];
  let startSeconds: number | undefined;
  const report = await execute(run.pace, {
    ...executorOptions(run),
    onFault(fault, member) {
      if (faults.length < FAULTS_KEPT) faults.push(`${member}: ${fault.message}`);
      run.onFault?.(fault, member);
    },
    onEnvelope(envelope) {
      if (startSeconds === undefined && envelope.topic === 'scan')
        startSeconds = run.clock.monotonicMs() / 1000;
      survey.observe(envelope);
      run.onEnvelope?.(envelope);
    },
  });
  return { report, survey, faults, startSeconds };
}

function executorOptions({
  source,
  stages,
  clock,
  seconds,
  signal,
  tally,
  settings,
  calls,
}: RobotRun): RunOptions {
  const start = source.next() ?? 0n;
  return {
    sources: [source],
    stages,
    clock,
    tally,
    calls,
    ...(seconds === undefined ? {} : { until: start + msToNs(seconds * 1000) }),
    ...(signal === undefined ? {} : { signal }),
    ...(settings === undefined ? {} : { settings }),
  };
}

function execute(pace: Pace, options: RunOptions): Promise<RunReport> {
  if (pace === 'real') return runLive(options);
  return runLockstep(pace === 'max' ? options : { ...options, rate: pace });
}
