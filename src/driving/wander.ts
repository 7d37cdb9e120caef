// The stage `wander`: explores on its own, drives to what it has not seen yet, and gets out of where it is stuck.
import { toTime, type TimeNs } from '../message/time.js';
import { wrapAngle, type Planar } from '../runtime/geometry/planar.js';
import type { Emit, Envelope, Stage } from '../runtime/stage.js';
import { Bumps } from './bumps.js';
import { corridorLength } from './corridor.js';
import { chooseGoal, type Goal } from './goal.js';
import { Progress } from './progress.js';
import { steer, type Steering } from './steering.js';
import { twistStamped } from './twist.js';
import { Visited } from './visited.js';
import type { WanderConfig } from './wander-config.js';
import { WanderInputs } from './wander-inputs.js';

/** What it is doing. */
type Mood =
  | { readonly kind: 'choose' }
  | { readonly kind: 'drive'; readonly goal: Goal; readonly arrivedM: number; readonly untilS: number }
  | { readonly kind: 'pivot'; readonly heading: number; readonly side: 1 | -1; readonly untilS: number }
  | { readonly kind: 'back'; readonly from: Planar; readonly untilS: number };

interface Moment {
  readonly pose: Planar;
  readonly now: TimeNs;
  readonly nowS: number;
}

/** A goal nearer than this is not worth the turn, unless there is no other. */
const NEAREST_M = 0.35;
const ARRIVED_M = 0.3;
/** Nothing to see behind for less than this: backing off ends. */
const REAR_M = 0.05;
const BACK_MAX_S = 4;
const PIVOT_MAX_S = 1.5;
/** A goal that takes this much longer than the straight way at half speed is given up. */
const GOAL_SLACK_S = 4;
/** The way ahead may be blocked for so long before another goal is chosen. */
const BLOCKED_S = 0.5;
/** Somebody who walks by is given so long to pass. */
const PATIENCE_S = 3;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const STILL = { linear: 0, angular: 0 };

export class WanderStage implements Stage {
  readonly name = 'wander';
  readonly reads = ['scan', 'odom', 'bumper', 'guard', 'obstacles', 'surface', '/tf', '/tf_static'] as const;
  readonly writes = ['cmd_vel_wander'] as const;
  readonly needs = [['scan'], ['odom'], ['/tf']] as const;
  readonly periodMs = 50;
  readonly latencyMs = 5;
  #config: WanderConfig;
  readonly #inputs: WanderInputs;
  readonly #visited: Visited;
  readonly #bumps = new Bumps();
  readonly #progress = new Progress();
  #mood: Mood = { kind: 'choose' };
  /** Which way it is turning on the spot while it drives to a goal; 0 while it is not. */
  #spin: -1 | 0 | 1 = 0;
  #touching = false;
  #freeAtS = 0;
  /** When the guard last held it for the sake of somebody who walks. */
  #heldAtS = -Infinity;
  #choices = 0;

  constructor(config: WanderConfig) {
    this.#config = config;
    this.#inputs = new WanderInputs(config);
    this.#visited = new Visited(config.forgetS);
  }

  reconfigure(config: WanderConfig): void {
    this.#config = config;
    this.#inputs.reconfigure(config);
    this.#visited.forgetS = config.forgetS;
  }

  /** What it is doing, in one word. */
  get mood(): Mood['kind'] {
    return this.#mood.kind;
  }

  take(envelope: Envelope, now: TimeNs): void {
    this.#inputs.take(envelope, now);
  }

  tick(now: TimeNs, emit: Emit): void {
    const pose = this.#inputs.pose(now);
    const { linear, angular } =
      pose === undefined ? STILL : this.#act({ pose, now, nowS: Number(now) / 1e9 });
    const header = { stamp: toTime(now), frame_id: this.#config.baseFrame };
    emit('cmd_vel_wander', twistStamped(header, linear, angular));
  }

  #act(moment: Moment): { linear: number; angular: number } {
    this.#perceive(moment);
    this.#feelBump(moment);
    this.#feelStall(moment);
    if (this.#mood.kind === 'drive') this.#checkGoal(moment, this.#mood);
    if (this.#mood.kind === 'choose') this.#choose(moment);
    return this.#move(moment);
  }

  #perceive({ pose, now, nowS }: Moment): void {
    const { surroundings } = this.#inputs;
    this.#inputs.look(pose, this.#config.sightM, now);
    this.#bumps.addTo(surroundings, pose, this.#config.sightM, nowS);
    this.#visited.mark(pose.x, pose.y, nowS);
  }

  /** A new bump ahead is remembered and backed off from; one behind ends the backing off. */
  #feelBump(moment: Moment): void {
    const contact = this.#inputs.contacts[0];
    const isNew = contact !== undefined && !this.#touching;
    this.#touching = contact !== undefined;
    // What still touches after backing off is a stall's business. Whoever walks into a robot is no place to avoid.
    if (!isNew || this.#inputs.guard?.zone === 'mover') return;
    const { x, y } = contact.position;
    this.#bumps.remember(moment.pose, x, y, moment.nowS + this.#config.bumpMemoryS);
    if (x < 0) this.#enter({ kind: 'choose' }, moment);
    else if (this.#mood.kind !== 'back') this.#backOff(moment);
  }

  /** Told to drive and not moving: held by the guard, or by something that neither LIDAR nor bumper feels. */
  #feelStall(moment: Moment): void {
    const { pose, nowS } = moment;
    if (this.#mood.kind === 'pivot' || this.#spin !== 0) this.#progress.restart(pose, nowS);
    const { guard } = this.#inputs;
    const stalledS = this.#progress.stalledS(pose, nowS);
    if (guard?.zone === 'mover') {
      this.#heldAtS = nowS;
      if (stalledS > PATIENCE_S) this.#goElsewhere(moment);
    } else if (Math.min(stalledS, nowS - this.#heldAtS) > this.#config.stallS) {
      if (guard?.action === 0) this.#bumps.remember(pose, 0.1, 0, nowS + this.#config.bumpMemoryS);
      if (this.#mood.kind === 'back') this.#pivotAnywhere(moment);
      else this.#backOff(moment);
    }
  }

  #checkGoal(moment: Moment, { goal, arrivedM, untilS }: Mood & { kind: 'drive' }): void {
    const { pose, nowS } = moment;
    const arrived = Math.hypot(goal.x - pose.x, goal.y - pose.y) < arrivedM;
    const blocked = nowS - this.#freeAtS > BLOCKED_S;
    if (!arrived && !blocked && nowS < untilS) return;
    if (arrived) this.#enter({ kind: 'choose' }, moment);
    else this.#goElsewhere(moment);
  }

  /** A way worth the turn, else a short one; with none at all it backs out or turns to look again. */
  #choose(moment: Moment): void {
    const { pose, nowS } = moment;
    const { comfortM, tightM, sightM, speedMps } = this.#config;
    const points = this.#inputs.surroundings;
    const lean = (this.#config.seed + this.#choices++) * GOLDEN_ANGLE;
    const question = { pose, points, visited: this.#visited, nowS, comfortM, tightM, sightM, lean };
    const goal =
      chooseGoal({ ...question, nearestM: NEAREST_M }) ??
      chooseGoal({ ...question, nearestM: NEAREST_M / 3 });
    if (goal !== undefined) {
      const distance = Math.hypot(goal.x - pose.x, goal.y - pose.y);
      const arrivedM = Math.min(ARRIVED_M, distance / 3);
      const untilS = nowS + (2 * distance) / speedMps + GOAL_SLACK_S;
      this.#enter({ kind: 'drive', goal, arrivedM, untilS }, moment);
      return;
    }
    this.#bumps.forgetOldest();
    if (this.#rearM() > 2 * REAR_M) this.#backOff(moment);
    else this.#pivotAnywhere(moment);
  }

  #move(moment: Moment): { linear: number; angular: number } {
    const mood = this.#mood;
    switch (mood.kind) {
      case 'choose':
        return STILL;
      case 'drive':
        return this.#drive(moment, mood.goal);
      case 'pivot':
        return this.#pivot(moment, mood);
      case 'back':
        return this.#back(moment, mood);
    }
  }

  #drive(moment: Moment, goal: Goal): { linear: number; angular: number } {
    const { pose, now, nowS } = moment;
    const bearing = wrapAngle(Math.atan2(goal.y - pose.y, goal.x - pose.x) - pose.yaw);
    const distance = Math.hypot(goal.x - pose.x, goal.y - pose.y);
    const speedMps = this.#speedOn(this.#inputs.surface(now));
    const steering = steer(this.#inputs.surroundings, bearing, distance, { ...this.#config, speedMps });
    if (steering.freeM > 0) this.#freeAtS = nowS;
    return this.#spinSteadily(steering);
  }

  #speedOn(surface: string | undefined): number {
    const { speedMps, carpetMps } = this.#config;
    return surface === 'carpet' ? Math.min(speedMps, carpetMps) : speedMps;
  }

  /** Once it turns on the spot it goes on turning the same way: two ways as good must not make it dither. */
  #spinSteadily({ linear, angular, freeM }: Steering): { linear: number; angular: number } {
    if (linear > 0 || freeM === 0) {
      this.#spin = 0;
      return freeM === 0 ? STILL : { linear, angular };
    }
    if (this.#spin === 0) this.#spin = angular < 0 ? -1 : 1;
    return { linear: 0, angular: this.#spin * Math.max(0.6, Math.abs(angular)) };
  }

  #pivot(moment: Moment, { heading, side, untilS }: Mood & { kind: 'pivot' }) {
    const left = wrapAngle(heading - moment.pose.yaw);
    if (Math.abs(left) < 0.15 || moment.nowS > untilS) this.#enter({ kind: 'choose' }, moment);
    return { linear: 0, angular: side * this.#config.turnRps };
  }

  #back(moment: Moment, { from, untilS }: Mood & { kind: 'back' }) {
    const { pose, nowS } = moment;
    const done = Math.hypot(pose.x - from.x, pose.y - from.y) >= this.#config.backM;
    if (done || nowS > untilS || this.#rearM() < REAR_M) {
      this.#enter({ kind: 'choose' }, moment);
      return STILL;
    }
    return { linear: -this.#config.backMps, angular: 0 };
  }

  #backOff(moment: Moment): void {
    this.#enter({ kind: 'back', from: moment.pose, untilS: moment.nowS + BACK_MAX_S }, moment);
  }

  /** Turns by the golden angle times the count of choices: in the long run it looks everywhere. */
  #pivotAnywhere(moment: Moment): void {
    const by = wrapAngle(++this.#choices * GOLDEN_ANGLE);
    const heading = moment.pose.yaw + by;
    const side = by < 0 ? -1 : 1;
    this.#enter({ kind: 'pivot', heading, side, untilS: moment.nowS + PIVOT_MAX_S }, moment);
  }

  /** A goal that could not be reached counts as visited: it is not worth choosing again soon. */
  #goElsewhere(moment: Moment): void {
    if (this.#mood.kind === 'drive') this.#visited.mark(this.#mood.goal.x, this.#mood.goal.y, moment.nowS);
    this.#enter({ kind: 'choose' }, moment);
  }

  #rearM(): number {
    return corridorLength(this.#inputs.surroundings, Math.PI, this.#config.tightM, 1);
  }

  #enter(mood: Mood, { pose, nowS }: Moment): void {
    this.#mood = mood;
    this.#spin = 0;
    this.#freeAtS = nowS;
    this.#progress.restart(pose, nowS);
  }
}
