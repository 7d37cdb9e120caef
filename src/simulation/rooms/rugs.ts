// Loose things that lie on a rug start on top of it, not in it.
import { RUG_M } from './furniture.js';
import { overlap } from './rect.js';
import { floorOf } from './site.js';
import type { Placed } from './thing.js';

export function liftOffRugs(things: readonly Placed[]): Placed[] {
  const rugs = things.filter(({ thing }) => thing.model === 'floor').map(floorOf);
  return things.map((placed) => {
    const { thing } = placed;
    const isOnRug =
      thing.fields['physics'] !== undefined && rugs.some((rug) => overlap(rug, floorOf(placed)));
    return isOnRug ? { ...placed, thing: { ...thing, originM: thing.originM + RUG_M } } : placed;
  });
}
