// What a node has said on its console, read as its own log: by its own times, whenever a test came to look.
import assert from 'node:assert/strict';

/** `[ERROR] [1795758342.012283525] [robot]: ros: 833 times more, and again: …` */
const REPORT = /^\[ERROR\] \[([\d.]+)\] \[[^\]]*\]: (.*)$/gm;
const AGAIN = /\d+ times more, and again: /;

/** A node is quiet about a fault for five seconds; what it wrote down late may look a little closer to what came next. */
const QUIET_S = 4;

/** Every fault is said once in a while, and how often it came; so it must have said one of them again. */
export function assertNotFlooded(said: string): void {
  assert.match(said, AGAIN);
  const newestByFault = new Map<string, number>();
  for (const [report, time, text] of said.matchAll(REPORT)) {
    const fault = text!.replace(AGAIN, '');
    const sinceS = Number(time) - (newestByFault.get(fault) ?? 0);
    assert.ok(sinceS > QUIET_S, `${report} after ${sinceS.toFixed(3)} s`);
    newestByFault.set(fault, Number(time));
  }
  assert.ok(newestByFault.size > 0, said);
}
