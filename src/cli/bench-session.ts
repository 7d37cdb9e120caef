// jackdaw bench detect --sweep: ONNX Runtime's settings beside each other, each in processes of its own, in turn.
import type { Command } from 'commander';
import type { SessionCost, SessionOrder } from '../perception/engine/bench-session.js';
import { printTable } from './print.js';

type Settings = SessionOrder['settings'];

/** The hidden command of the process that measures. */
const COMMAND = 'detect-session';
/** Each setting's turn comes so often: a machine's mood changes within minutes. */
const TURNS = 2;

const settings: readonly Settings[] = [1, 2].flatMap((threads) =>
  [false, true].flatMap((spinning) => [true, false].map((arena) => ({ threads, spinning, arena }))),
);

export function addSessionCommand(bench: Command): void {
  bench.command(COMMAND, { hidden: true }).action(async () => {
    const { measureSession } = await import('../perception/engine/bench-session.js');
    const { serveOrders } = await import('../runtime/order-process.js');
    serveOrders<SessionOrder, SessionCost>(measureSession);
  });
}

export interface SettingsFigures extends Settings {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly cpuMsPerFrame: number;
  readonly memoryMiB: number;
}

/** `work`: the model and its pictures; `rounds` frames for each setting. */
export async function sweepSettings(work: Omit<SessionOrder, 'settings'>): Promise<SettingsFigures[]> {
  const costs = settings.map((): SessionCost[] => []);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, each] of settings.entries()) {
      costs[i]!.push(await costOf({ ...work, settings: each, rounds: Math.ceil(work.rounds / TURNS) }));
    }
  }
  const { quantile } = await import('../runtime/quantile.js');
  return settings.map((each, i) => {
    const times = costs[i]!.flatMap((cost) => cost.times).sort((a, b) => a - b);
    const least = (figure: 'cpuMs' | 'memoryMiB'): number =>
      Math.min(...costs[i]!.map((cost) => cost[figure]));
    return {
      ...each,
      medianMs: quantile(times, 0.5),
      p95Ms: quantile(times, 0.95),
      cpuMsPerFrame: least('cpuMs'),
      memoryMiB: least('memoryMiB'),
    };
  });
}

async function costOf(order: SessionOrder): Promise<SessionCost> {
  const { openOrderProcess } = await import('../runtime/order-process.js');
  const child = openOrderProcess<SessionOrder, SessionCost>(process.argv[1] ?? '', ['bench', COMMAND]);
  try {
    return await child.ask(order);
  } finally {
    child.close();
  }
}

export function printSweep(figures: readonly SettingsFigures[]): void {
  const onOff = (on: boolean): string => (on ? 'on' : 'off');
  printTable(
    ['threads', 'spinning', 'arena', 'median ms', 'p95 ms', 'CPU ms a frame', 'memory MiB'],
    figures.map(({ threads, spinning, arena, ...figure }) => [
      String(threads),
      onOff(spinning),
      onOff(arena),
      figure.medianMs.toFixed(2),
      figure.p95Ms.toFixed(2),
      figure.cpuMsPerFrame.toFixed(2),
      figure.memoryMiB.toFixed(1),
    ]),
  );
}
