// jackdaw sim digest: one number for the room generator and its assets.
import type { Command } from 'commander';
import { printJson, printLine } from './print.js';

export function addSimDigest(sim: Command): void {
  sim
    .command('digest')
    .description('one number for the room generator and its assets: another number, other rooms')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ npx jackdaw sim digest')
    .action(async ({ json }: { readonly json?: true }) => {
      const { generatorDigest } = await import('../simulation/rooms/digest.js');
      const digest = generatorDigest();
      if (json === true) printJson({ digest });
      else printLine(digest);
    });
}
