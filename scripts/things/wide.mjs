// All shapes that rooms of wide variety have beside the usual ones: a class should not be learned as three shapes by heart.
import { balls } from './balls.mjs';
import { boxes } from './boxes.mjs';
import { chairs } from './chairs.mjs';
import { cones } from './cones.mjs';
import { people } from './people.mjs';
import { plants } from './plants.mjs';
import { shoes } from './shoes.mjs';
import { tables } from './tables.mjs';

/** Described shapes; `variantsOf` makes several things of each. */
export const shapes = [...boxes, ...chairs, ...tables, ...plants, ...balls, ...cones, ...shoes, ...people];
