// Times the lockstep executor alone and prints one JSON object; needs `npm run build` first.
import { benchLockstep } from '../dist/runtime/executors/bench-lockstep.js';
import { openSystemClock } from '../dist/runtime/clock.js';

console.log(JSON.stringify(await benchLockstep(openSystemClock())));
