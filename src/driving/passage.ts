// How wide a way must be for the guard to let the robot through, and that wander takes no narrower ones.
import type { Agreement } from '../runtime/config/schema.js';
import type { GuardConfig } from './guard-config.js';
import type { WanderConfig } from './wander-config.js';
import { sidewardsOf } from './zones.js';

/** Half the width of a way, metres, and the setting of the guard that asks for it. */
interface Passage {
  readonly halfM: number;
  readonly by: string;
}

/** What stands nearer to the line that the robot drives on makes the guard stop it: by its rim, or inside a stop zone. */
function narrowestOf({ rimM, zones }: GuardConfig): Passage {
  const stopping = zones.filter(({ action }) => action === 'stop');
  const wanted = stopping.map(({ name, shape }) => ({
    halfM: sidewardsOf(shape),
    by: `the zone ${name} of guard.zones`,
  }));
  return wanted.reduce((widest, each) => (each.halfM > widest.halfM ? each : widest), {
    halfM: rimM,
    by: 'guard.rimM',
  });
}

/** Into narrower ways wander would go again and again, to be stopped and to back off: with a rim of 0.3 m it sees half as much. */
export const waysAreWide: Agreement = (values) => {
  const { wander, guard } = values as { readonly wander?: WanderConfig; readonly guard?: GuardConfig };
  if (wander === undefined || guard === undefined) return undefined;
  const { halfM, by } = narrowestOf(guard);
  if (wander.tightM >= halfM) return undefined;
  return {
    path: ['wander', 'tightM'],
    message: `found ${wander.tightM}, half the width of ways that the guard does not let the robot through. Expected at least ${halfM}, which ${by} keeps; give both together`,
  };
};
