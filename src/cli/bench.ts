// jackdaw bench: how fast each part is, on this machine, beside its peers.
import type { Command } from 'commander';
import { addBenchApproach } from './bench-approach.js';
import { addBenchDetect } from './bench-detect.js';
import { addBenchDriving } from './bench-driving.js';
import { addBenchLearning } from './bench-learning.js';
import { addBenchRos } from './bench-ros.js';
import { addBenchSafety } from './bench-safety.js';
import { addSessionCommand } from './bench-session.js';
import { addDrivingCommand } from './safety-drives.js';
import { machineFacts } from './machine.js';
import { printJson, printLine, printRemark, printTable } from './print.js';
import type { Conclude } from './program.js';

export function addBench(program: Command, conclude: Conclude): void {
  const bench = program
    .command('bench')
    .description('measure: simulation, messages, detection, learning, driving, safety, ROS')
    .addHelpText(
      'after',
      '\nMeasure on an idle machine. Figures are medians of rounds; ratios are taken within one run.',
    );
  addBenchSim(bench);
  addBenchMessage(bench);
  addBenchCluster(bench);
  addBenchDetect(bench);
  addBenchLearning(bench);
  addSessionCommand(bench);
  addBenchDriving(bench, conclude);
  addBenchSafety(bench, conclude);
  addBenchApproach(bench, conclude);
  addDrivingCommand(bench);
  addBenchRos(bench);
}

interface SimFlags {
  readonly json?: true;
  readonly peers?: true;
  readonly quick?: true;
}

function addBenchSim(bench: Command): void {
  bench
    .command('sim')
    .description('rays, frames, physics steps, real-time factors, start, memory; and how they grow')
    .option(
      '--peers',
      'also run PyBullet, MuJoCo and Embree (scripts/peers/README.md says how to install them)',
    )
    .option('--quick', 'shorter runs, rougher figures')
    .option('--json', 'print one JSON object')
    .action(async ({ json, peers, quick }: SimFlags) => {
      const { benchSimulation } = await import('./bench-sim.js');
      const machine = machineFacts();
      if (machine.load > 0.5)
        printRemark(`The machine is busy (load ${machine.load}): the figures will be too low.`);
      const figures = await benchSimulation({ quick: quick === true, peers: peers === true });
      if (json === true) printJson({ machine, ...figures });
      else {
        printLine(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}`);
        printTable(
          ['figure', 'value'],
          Object.entries(figures).map(([name, value]) => [name, formatFigure(value)]),
        );
      }
    });
}

function formatFigure(value: unknown): string {
  if (typeof value !== 'number') return JSON.stringify(value);
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

function addBenchMessage(bench: Command): void {
  bench
    .command('message')
    .description('the codec against a plain copy of the same bytes')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: true }) => {
      const { benchCodec } = await import('../message/bench.js');
      const timings = benchCodec(() => performance.now());
      if (json === true) return printJson({ machine: machineFacts(), timings });
      const head = ['type', 'bytes', 'write µs', 'copy µs', 'ratio'];
      const rows = timings.map(({ type, bytes, writeUs, copyUs, writeOverCopy }) => [
        type,
        String(bytes),
        ...[writeUs, copyUs, writeOverCopy].map((value) => value.toFixed(2)),
      ]);
      printTable(head, rows);
    });
}

function addBenchCluster(bench: Command): void {
  bench
    .command('cluster')
    .description('from a scan to obstacles, by number of beams')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: true }) => {
      const { benchCluster } = await import('../perception/cluster/bench-cluster.js');
      const timings = benchCluster(() => performance.now());
      if (json === true) return printJson({ machine: machineFacts(), timings });
      printTable(
        ['beams', 'µs per scan'],
        timings.map(({ beams, microseconds }) => [String(beams), microseconds.toFixed(1)]),
      );
    });
}
