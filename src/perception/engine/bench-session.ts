// What ONNX Runtime's settings are worth: time, processor time and memory of the bare call, at a camera's pace.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodePicture } from '../../picture/decode.js';
import { createChannel } from './channel.js';
import { openBareCall, type SessionSettings } from './session.js';
import { loadModel } from '../model/model.js';
import { Preparer } from '../prepare/prepare.js';

export interface SessionOrder {
  /** Of the model. */
  readonly folder: string;
  /** Files of pictures to run on, in turn. */
  readonly pictures: readonly string[];
  readonly settings: Required<SessionSettings>;
  readonly rounds: number;
}

export interface SessionCost {
  /** Of each run, milliseconds. */
  readonly times: readonly number[];
  /** Of all threads, with what they burn while they wait, milliseconds a frame. */
  readonly cpuMs: number;
  /** What the session adds to the process's memory. */
  readonly memoryMiB: number;
}

const WARM_UP = 20;
/** Between frames threads may wait, or burn time: so long, milliseconds. */
const PAUSE_MS = 20;

/** For a process of its own: what another session took is not given back. */
export async function measureSession(order: SessionOrder): Promise<SessionCost> {
  const { settings, rounds } = order;
  const model = await loadModel(order.folder);
  const preparer = new Preparer(model.manifest.input);
  const pictures = await Promise.all(order.pictures.map(async (file) => decodePicture(await readFile(file))));
  const before = process.memoryUsage.rss();
  const bare = await openBareCall({ ...settings, channel: createChannel(model.manifest), ...model });
  const times: number[] = [];
  let cpu = process.cpuUsage();
  for (let round = -WARM_UP; round < rounds; round++) {
    const { width, height, rgb } = pictures[(round + WARM_UP) % pictures.length]!;
    preparer.prepare({ width, height, encoding: 'rgb8', step: 3 * width, data: rgb }, bare.input);
    if (round === 0) cpu = process.cpuUsage();
    const start = performance.now();
    await bare.run();
    times.push(performance.now() - start);
    await sleep(PAUSE_MS);
  }
  const { user, system } = process.cpuUsage(cpu);
  const memoryMiB = (process.memoryUsage.rss() - before) / 2 ** 20;
  await bare.close();
  return { times: times.slice(WARM_UP), cpuMs: (user + system) / 1000 / rounds, memoryMiB };
}
