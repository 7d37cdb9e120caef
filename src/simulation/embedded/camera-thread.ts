// The camera on a thread of its own: it draws one moment while physics and stages go on to the next.
import type { Worker } from 'node:worker_threads';
import type { FaultCode } from '../../fault/codes.js';
import { Fault, toFault } from '../../fault/fault.js';
import type { FaultDetails } from '../../fault/fault.js';
import type { Time } from '../../message/time.js';
import type { MessageOf, TopicName } from '../../message/topics.js';
import { startThread } from '../../runtime/thread.js';
import type { Poses } from '../scene/poses.js';
import type { CameraDevice, Scene } from '../scene/scene.js';
import type { PixelTruthTopic } from './pixel-truth.js';

export interface CameraThreadData {
  readonly scene: Scene;
  readonly device: CameraDevice;
  readonly seed: number;
  readonly pixelTruth: readonly PixelTruthTopic[];
  /** No picture, only what is in it. */
  readonly labelsOnly: boolean;
}

/** A moment to be drawn. */
export interface CameraOrder {
  readonly nowMs: number;
  readonly stamp: Time;
  /** The order's own. */
  readonly poses: Poses;
}

export type Emission = {
  [T in TopicName]: { readonly topic: T; readonly message: MessageOf<T> };
}[TopicName];

/** What the thread answers to being started and to each order. */
export interface CameraAnswer {
  readonly emissions?: readonly Emission[];
  readonly refusal?: { readonly code: FaultCode; readonly details: FaultDetails };
}

interface Waiting {
  readonly resolve: (emissions: readonly Emission[]) => void;
  readonly reject: (fault: Fault) => void;
}

const program = new URL(`./camera-program${import.meta.url.slice(-3)}`, import.meta.url);

export class CameraThread {
  readonly #worker: Worker;
  #waiting: Waiting | undefined;
  #ended: Fault | undefined;

  /** Throws Fault picture/undecodable for a texture that cannot be read. */
  static async open(data: CameraThreadData): Promise<CameraThread> {
    const thread = new CameraThread(data);
    await thread.#answer();
    return thread;
  }

  private constructor(workerData: CameraThreadData) {
    this.#worker = startThread(program, { workerData });
    this.#worker.on('message', (answer: CameraAnswer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#end(toFault(error, 'world/invalid', ended)));
    this.#worker.on('exit', () => this.#end(new Fault('world/invalid', ended)));
  }

  /** Draws a moment. One order at a time. Rejects with a Fault if the thread cannot. */
  look(order: CameraOrder): Promise<readonly Emission[]> {
    const answer = this.#answer();
    this.#worker.postMessage(order, [order.poses.buffer as ArrayBuffer]);
    // Whoever asked may look at the answer later than it fails.
    answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    this.#end(new Fault('runtime/closed', { what: 'The camera was closed.' }));
    await this.#worker.terminate();
  }

  #answer(): Promise<readonly Emission[]> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    // It keeps the process alive only while somebody waits.
    this.#worker.ref();
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  #take({ emissions = [], refusal }: CameraAnswer): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#worker.unref();
    if (refusal === undefined) waiting?.resolve(emissions);
    else waiting?.reject(new Fault(refusal.code, refusal.details));
  }

  #end(fault: Fault): void {
    this.#ended ??= fault;
    this.#waiting?.reject(this.#ended);
    this.#waiting = undefined;
  }
}

const ended: FaultDetails = {
  what: "The camera's thread ended.",
  next: 'run without it: --no-camera',
};
