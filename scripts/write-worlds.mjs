// Writes the worlds designed by hand (src/simulation/rooms/curated) to sim/worlds; needs `npm run build` first.
import { writeFileSync } from 'node:fs';
import { URL } from 'node:url';
import { curatedText, curatedWorlds } from '../dist/simulation/rooms/curated/worlds.js';

for (const [name, curated] of Object.entries(curatedWorlds)) {
  const file = new URL(`../sim/worlds/${name}.wbt`, import.meta.url);
  writeFileSync(file, curatedText(curated));
  console.log(`sim/worlds/${name}.wbt`);
}
