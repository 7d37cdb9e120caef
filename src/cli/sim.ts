// jackdaw sim: make rooms, look at them, and tell what can be used of a world.
import type { Command } from 'commander';
import { addSimCheck } from './sim-check.js';
import { addSimDigest } from './sim-digest.js';
import { addSimGenerate } from './sim-generate.js';
import { addSimRender } from './sim-render.js';

export function addSim(program: Command): void {
  const sim = program.command('sim').description('make rooms, look at them, check worlds');
  for (const add of [addSimGenerate, addSimCheck, addSimRender, addSimDigest]) add(sim);
}
