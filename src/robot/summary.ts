// What is left of a run when it is over: one object for machines, the same in words for people.
import type { TopicName } from '../message/topics.js';
import type { RunReport } from '../runtime/executors/run.js';
import type { Collision } from '../simulation/world.js';
import type { Survey } from './survey.js';

export interface SeenBy {
  readonly name: string;
  readonly version: string;
  /** Of the network. */
  readonly sha256: string;
}

export interface RunSummary {
  readonly world: string;
  readonly seed: number;
  /** What the camera saw by; absent without a model. */
  readonly model: SeenBy | undefined;
  readonly seconds: number;
  readonly wallSeconds: number;
  readonly realTimeFactor: number;
  readonly distanceM: number;
  readonly areaM2: number;
  readonly collisions: readonly Collision[];
  readonly scans: number;
  readonly frames: number;
  /** Messages a second, by topic. */
  readonly rates: Readonly<Partial<Record<TopicName, number>>>;
  /** Messages that a busy reader let go of, by reader and topic; empty is good. */
  readonly drops: Readonly<Record<string, Readonly<Partial<Record<TopicName, number>>>>>;
  /** Faults of stages, in words, the first few. */
  readonly faults: readonly string[];
  /** Where the recording is; absent if nothing was recorded. */
  readonly recording: string | undefined;
  /** From the start of the process to the first scan; absent if there was none. */
  readonly startSeconds: number | undefined;
  readonly peakRssMiB: number;
}

export interface SummaryParts {
  readonly world: string;
  readonly seed: number;
  readonly model: SeenBy | undefined;
  readonly report: RunReport;
  readonly survey: Survey;
  readonly collisions: readonly Collision[];
  readonly faults: readonly string[];
  readonly recording: string | undefined;
  readonly startSeconds: number | undefined;
  readonly peakRssMiB: number;
}

export function summarise(parts: SummaryParts): RunSummary {
  const { report, survey } = parts;
  const { distanceM, scans, frames } = survey.glance();
  const seconds = report.runSeconds;
  return {
    world: parts.world,
    seed: parts.seed,
    model: parts.model,
    seconds: round(seconds),
    wallSeconds: round(report.wallSeconds),
    realTimeFactor: round(seconds / Math.max(report.wallSeconds, 1e-9)),
    distanceM: round(distanceM),
    areaM2: round(survey.areaM2),
    collisions: parts.collisions,
    scans,
    frames,
    rates: ratesOf(report),
    drops: dropsOf(report),
    faults: parts.faults,
    recording: parts.recording,
    startSeconds: parts.startSeconds === undefined ? undefined : round(parts.startSeconds),
    peakRssMiB: round(parts.peakRssMiB),
  };
}

function ratesOf({ publishedByTopic, runSeconds }: RunReport): RunSummary['rates'] {
  const seconds = Math.max(runSeconds, 1e-9);
  const rates = Object.entries(publishedByTopic).map(([topic, count]) => [topic, round(count / seconds)]);
  return Object.fromEntries(rates) as RunSummary['rates'];
}

function dropsOf({ members }: RunReport): RunSummary['drops'] {
  return Object.fromEntries(
    members.filter(({ dropped }) => dropped > 0).map((each) => [each.name, each.droppedByTopic]),
  );
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The summary in lines for a person. */
export function summaryLines(summary: RunSummary): string[] {
  const { seconds, realTimeFactor, collisions, drops, faults, recording, model } = summary;
  const lines = [
    `Drove ${summary.distanceM.toFixed(1)} m in ${seconds.toFixed(1)} s (${realTimeFactor.toFixed(1)} times real time), swept ${summary.areaM2.toFixed(1)} m².`,
    `${summary.scans} scans (${rate(summary, 'scan')} Hz), ${summary.frames} camera frames (${rate(summary, 'camera/camera_info')} Hz).`,
    ...(model === undefined ? [] : [`Saw by the model ${model.name} ${model.version}.`]),
    collisions.length === 0
      ? 'No collision.'
      : `${collisions.length} ${collisions.length === 1 ? 'collision' : 'collisions'}:`,
    ...collisions.map((each) => `  ${collisionLine(each)}`),
  ];
  for (const [reader, topics] of Object.entries(drops)) {
    const counts = Object.entries(topics).map(([topic, count]) => `${count} of ${topic}`);
    lines.push(`${reader} let go of ${counts.join(', ')}.`);
  }
  if (faults.length > 0)
    lines.push(
      `${faults.length === 1 ? 'A fault' : `${faults.length} faults; the first`}: ${faults[0]?.split('\n')[0]}`,
    );
  lines.push(recording === undefined ? 'Nothing was recorded.' : `Recorded in ${recording}`);
  return lines;
}

function collisionLine({ object, class: kind, lidarVisible, robotMoving, atSeconds }: Collision): string {
  const who = robotMoving ? 'the robot moved' : 'the other moved';
  const seen = lidarVisible ? 'the LIDAR could see it' : 'outside the LIDAR plane';
  return `${atSeconds.toFixed(1)} s: ${object}${kind === '' ? '' : ` (${kind})`}, ${seen}, ${who}`;
}

function rate({ rates }: RunSummary, topic: TopicName): string {
  return (rates[topic] ?? 0).toFixed(1);
}
