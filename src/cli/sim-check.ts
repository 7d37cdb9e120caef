// jackdaw sim check and sim info: what is in a world file, and what the simulator does not use of it.
import type { Command } from 'commander';
import type { WorldReport } from '../simulation/scene/check.js';
import { printJson, printLine } from './print.js';

export function addSimCheck(sim: Command): void {
  sim
    .command('check')
    .alias('info')
    .description('parse a world, say what is in it and list what the simulator skips')
    .argument('<file>', 'a Webots world, R2021 to R2025')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ npx jackdaw sim check sim/worlds/living-room.wbt')
    .action(async (file: string, { json }: { json?: true }) => {
      const { checkWorld } = await import('../simulation/scene/check.js');
      const report = checkWorld(file);
      if (json === true) printJson(report);
      else for (const line of linesOf(report)) printLine(line);
    });
}

function linesOf(report: WorldReport): string[] {
  const { scene, protos } = report;
  const nodes = report.nodes.map(({ type, count }) => `${count} ${type}`);
  return [
    `${report.file}: ${scene.title === '' ? 'untitled' : scene.title} (${report.version})`,
    `  ${scene.solids} solids with ${scene.shapes} shapes, ${scene.lights} lights`,
    `  robot: ${scene.robot ?? 'none'}${scene.devices.length > 0 ? ` with ${scene.devices.join(', ')}` : ''}`,
    `  nodes: ${nodes.join(', ')}`,
    ...list('PROTOs used', protos.resolved),
    ...list('PROTOs on the network (not fetched)', protos.remote),
    ...list('PROTOs that are scripts (never run)', protos.scripts),
    ...list('PROTOs that cannot be read', protos.unreadable),
    ...list('PROTOs not found', protos.missing),
    ...report.warnings.map((warning) => `  note: ${warning}`),
    ...(report.skipped.length === 0 ? ['  nothing is skipped'] : ['  skipped:']),
    ...report.skipped.map(({ where, what }) => `    ${where}: ${what}`),
  ];
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`  ${title}: ${items.join(', ')}`];
}
