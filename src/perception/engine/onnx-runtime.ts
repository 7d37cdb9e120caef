// The adapter to ONNX Runtime: it computes on the calling thread, so it gets one of its own, watched and started again.
/// <reference lib="es2024.sharedmemory" />
import { extname } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { Fault, toFault } from '../../fault/fault.js';
import { startThread } from '../../runtime/thread.js';
import {
  BEAT_MS,
  createChannel,
  GONE,
  heads,
  place,
  STOP,
  type Channel,
  type Head,
  type StartMessage,
  type ThreadData,
} from './channel.js';
import {
  checkFinite,
  type Engine,
  type EngineHealth,
  type EngineOptions,
  type NetworkOutputs,
} from './engine.js';

type Options = Extract<EngineOptions, { kind: 'onnx-runtime' }> & {
  /** The thread's program; another one is for tests of what happens when it fails. */
  readonly program?: URL;
};

/** Loading and the first run may take this long, wall milliseconds. */
const START_MS = 20_000;
/** The idle thread has ended if it shows no life for so many beats. */
const BEATS_MISSED = 12;
const STOP_MS = 1000;
/** Starts without one good run between them; after that it stays down. */
const STARTS_IN_A_ROW = 5;

/** The program beside this file: .js when built, .ts under a loader. */
const THREAD = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);

export async function openOnnxRuntimeEngine(options: Options): Promise<Engine> {
  const engine = new OnnxRuntimeEngine(options);
  await engine.start();
  return engine;
}

class OnnxRuntimeEngine implements Engine {
  readonly kind = 'onnx-runtime';
  readonly #options: Options;
  #thread: EngineThread | undefined;
  #starting: Promise<void> | undefined;
  #startsInARow = 0;
  #busy = false;
  #closed = false;
  #runs = 0;
  #failures = 0;
  #restarts = 0;
  #problem: string | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  get input(): Float32Array {
    return this.#alive().input;
  }

  get health(): EngineHealth {
    const idleProblem = this.#thread?.ended;
    return {
      runs: this.#runs,
      failures: this.#failures,
      restarts: this.#restarts,
      problem: idleProblem ?? this.#problem,
    };
  }

  async start(): Promise<void> {
    this.#startsInARow++;
    this.#thread = new EngineThread(this.#options);
    await this.#thread.ready();
  }

  async run(): Promise<NetworkOutputs> {
    if (this.#closed) throw failed('The inference engine is closed.');
    if (this.#busy) throw failed('The inference engine is busy with another frame.');
    this.#busy = true;
    try {
      const outputs = await this.#alive().run(this.#options.deadlineMs);
      this.#runs++;
      this.#startsInARow = 0;
      checkFinite(outputs);
      this.#problem = undefined;
      return outputs;
    } catch (thrown) {
      this.#failures++;
      const fault = toFault(thrown, 'engine/failed', { what: 'The inference engine failed.' });
      this.#problem = fault.what;
      if (fault.code !== 'engine/not-finite') await this.#restart();
      throw fault;
    } finally {
      this.#busy = false;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#starting;
    await this.#thread?.stop();
  }

  #alive(): EngineThread {
    if (this.#thread === undefined) throw failed('The inference engine is down.');
    return this.#thread;
  }

  /** The frame is lost; the next one finds a new thread with new memory, or the reason why there is none. */
  async #restart(): Promise<void> {
    void this.#thread?.stop();
    if (this.#closed || this.#startsInARow >= STARTS_IN_A_ROW) {
      this.#thread = undefined;
      return;
    }
    this.#restarts++;
    this.#starting = this.start().catch((thrown: unknown) => {
      this.#thread = undefined;
      this.#problem = thrown instanceof Error ? thrown.message : String(thrown);
    });
    await this.#starting;
  }
}

/** One life of the thread, with its own memory. */
class EngineThread {
  readonly #channel: Channel;
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  readonly #outputs: NetworkOutputs;
  readonly #watch: NodeJS.Timeout;
  #ended: string | undefined;
  #run = 0;
  #running = false;

  constructor({ model, threads, program = THREAD }: Options) {
    const channel = (this.#channel = createChannel(model.manifest));
    const views = heads.map((head) => [head, channel.outputs[head].values] as const);
    this.#outputs = Object.fromEntries(views) as Record<Head, Float32Array>;
    const workerData: ThreadData = { channel, network: model.network, threads };
    this.#worker = startThread(program, { workerData });
    this.#ready = this.#hear();
    // Who waits for it hears of it; nobody does after the start.
    this.#ready.catch(() => undefined);
    this.#watch = this.#watchBeat();
  }

  get input(): Float32Array {
    return this.#channel.input.values;
  }

  /** Why it has ended; undefined while it lives. */
  get ended(): string | undefined {
    return this.#ended;
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  async run(deadlineMs: number): Promise<NetworkOutputs> {
    const { control } = this.#channel;
    if (this.#ended !== undefined) throw failed(this.#ended);
    const run = ++this.#run;
    this.#running = true;
    Atomics.store(control, place.request, run);
    Atomics.notify(control, place.request);
    const wait = Atomics.waitAsync(control, place.reply, run - 1, deadlineMs);
    if (wait.async) await wait.value;
    this.#running = false;
    const reply = Atomics.load(control, place.reply);
    if (reply === run) return this.#outputs;
    if (reply === GONE) throw failed(this.#ended ?? 'The thread of the inference engine has ended.');
    throw new Fault('engine/late', {
      what: 'The inference engine did not answer in time.',
      expected: `an answer within ${deadlineMs} ms`,
      next: 'It is started again. If this recurs, give it more time (detect.deadlineMs) or a smaller network.',
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.#watch);
    const { control } = this.#channel;
    Atomics.store(control, place.request, STOP);
    Atomics.notify(control, place.request);
    if (this.#ended !== undefined) return;
    const exit = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    const timer = setTimeout(() => void this.#worker.terminate(), STOP_MS);
    await exit;
    clearTimeout(timer);
  }

  #hear(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end(`It was not ready after ${START_MS} ms.`), START_MS);
      const settle = (): void => {
        clearTimeout(timer);
        if (this.#ended === undefined) resolve();
        else reject(failed(this.#ended));
      };
      this.#worker.once('message', (message: StartMessage) => {
        if (message === 'ready') return settle();
        const refusal = new Fault(message.code, message.details);
        this.#end(refusal.what);
        reject(refusal);
      });
      this.#worker.on('error', (error) => {
        this.#end(error.message);
        settle();
      });
      this.#worker.on('exit', (code) => {
        this.#end(`Its thread ended with code ${code}.`);
        settle();
      });
    });
  }

  /** Whoever waits for a reply is woken. */
  #end(why: string): void {
    this.#ended ??= why;
    clearInterval(this.#watch);
    Atomics.store(this.#channel.control, place.reply, GONE);
    Atomics.notify(this.#channel.control, place.reply);
    void this.#worker.terminate();
  }

  /** During a run the deadline watches; between runs an idle thread that shows no life is ended. */
  #watchBeat(): NodeJS.Timeout {
    let seen = -1;
    const watch = setInterval(() => {
      const beat = Atomics.load(this.#channel.control, place.beat);
      if (!this.#running && seen === beat && beat > 0) this.#end('Its idle thread shows no life.');
      seen = beat;
    }, BEATS_MISSED * BEAT_MS);
    return watch.unref();
  }
}

function failed(found: string): Fault {
  return new Fault('engine/failed', {
    what: 'The inference engine failed.',
    found,
    next: 'It is started again by itself; if it stays down, check the model with `npx jackdaw models check`.',
  });
}
