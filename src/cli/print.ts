// What a command says: lines and JSON on standard output, progress and remarks on standard error.
import { SingleBar, Presets } from 'cli-progress';

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One JSON object, indented for people who look. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** A remark that is not part of the result. */
export function printRemark(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `1 room`, `2 rooms`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Rows under a head, columns as wide as needed. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  for (const row of [head, ...rows]) {
    printLine(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

export interface Progress {
  /** `total`: where there turns out to be more or less to do. */
  update(done: number, total?: number): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere a plain line at every tenth. */
export function openProgress(what: string, total: number): Progress {
  return process.stderr.isTTY ? openBar(what, total) : openPlainProgress(what, total);
}

function openBar(what: string, total: number): Progress {
  const format = `${what} {bar} {percentage}% · {eta_formatted} left`;
  const bar = new SingleBar(
    { format, stream: process.stderr, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return {
    update(done, of) {
      if (of !== undefined) bar.setTotal(of);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

function openPlainProgress(what: string, total: number): Progress {
  let told = 0;
  return {
    update(done, of = total) {
      const tenth = Math.floor((done / of) * 10);
      if (tenth <= told) return;
      told = tenth;
      printRemark(`${what}: ${tenth * 10} %`);
    },
    stop: () => undefined,
  };
}
