// Keeping the folder `recordings` in order: what a crash left torn is mended, what is too much or too old is removed.
import type { Repair } from '../recording/recover.js';
import { printRemark } from './print.js';

/** Where runs record that were not told where. */
export const RECORDINGS = 'recordings';
const PERIOD_MS = 60_000;

export interface KeepSettings {
  readonly keepGigabytes: number;
  readonly keepDays: number;
}

/** Mends and removes once, then removes every minute until it is stopped. Only ever touches `recordings`. */
export async function keepHouse(settings: KeepSettings): Promise<{ stop(): void }> {
  const { repairBags } = await import('../recording/recover.js');
  for (const repair of await repairBags(RECORDINGS)) tellRepair(repair);
  await removeSurplus(settings);
  const timer = setInterval(() => void removeSurplus(settings), PERIOD_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

async function removeSurplus({ keepGigabytes, keepDays }: KeepSettings): Promise<void> {
  const { retainBags } = await import('../recording/retain.js');
  const limits = { maxBytes: keepGigabytes * 1e9, maxAgeSeconds: keepDays * 86_400 };
  const { removed } = await retainBags(RECORDINGS, { ...limits, now: BigInt(Date.now()) * 1_000_000n });
  for (const path of removed)
    printRemark(`Removed ${path}: recordings are kept up to ${keepGigabytes} GB and ${keepDays} days.`);
}

function tellRepair(repair: Repair): void {
  if (repair.kind === 'failed') printRemark(`Could not mend ${repair.folder}: ${repair.fault.what}`);
  if (repair.kind !== 'repaired') return;
  const messages = repair.recoveries.reduce((sum, recovery) => sum + recovery.messages, 0);
  printRemark(`Mended ${repair.folder}, which a run left unfinished: ${messages} messages recovered.`);
}
