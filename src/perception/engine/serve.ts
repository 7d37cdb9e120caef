// The engine thread's life: wait for a run, do it, say so; show that it lives while there is nothing to do.
import { BEAT_MS, place, STOP, type Channel } from './channel.js';

/** Serves until it is told to stop; what `run` throws ends it, and the thread with it. */
export async function serveRuns({ control }: Channel, run: () => Promise<void>): Promise<void> {
  for (let done = 0; ;) {
    // Blocking is right here: the thread has nothing else to do, and wakes faster than by a message.
    Atomics.wait(control, place.request, done, BEAT_MS);
    Atomics.add(control, place.beat, 1);
    const request = Atomics.load(control, place.request);
    if (request === STOP) return;
    if (request === done) continue;
    await run();
    done = request;
    Atomics.store(control, place.reply, done);
    Atomics.notify(control, place.reply);
  }
}
