// jackdaw dataset: labelled images with scans, from bags; built, merged, checked, looked at.
import type { Command } from 'commander';
import { addDatasetBuild } from './dataset-build.js';
import { addDatasetLook } from './dataset-look.js';
import type { Conclude } from './program.js';

export function addDataset(program: Command, conclude: Conclude): void {
  const dataset = program
    .command('dataset')
    .description('labelled images with scans, from recordings: for training and for proof');
  addDatasetBuild(dataset, conclude);
  addDatasetLook(dataset, conclude);
}
