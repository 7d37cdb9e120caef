// jackdaw replay --transport ros: a bag for others to hear, with their clock if they want it.
import { Fault } from '../fault/fault.js';
import { msToNs } from '../message/time.js';
import { openBag } from '../recording/bag.js';
import { playToRos, type Played } from '../robot/nodes/play-to-ros.js';
import { openSystemClock } from '../runtime/clock.js';
import { openRosNode } from '../runtime/ros/node.js';
import { printRemark } from './print.js';
import type { ReplayFlags } from './replay-bag.js';
import { remapNames } from './replay-remap.js';
import { abortOnSignals } from './signals.js';

const PATIENCE_MS = 3000;

/** Throws ros/missing, ros/start-failed, cli/usage, bag/…. The node is closed before this returns. */
export async function replayToRos(
  path: string,
  flags: ReplayFlags,
  rosArguments: readonly string[],
): Promise<Played> {
  if (flags.rate === 'real') throw new Fault('cli/usage', { what: '--rate real is what ROS has anyway.' });
  const clock = openSystemClock();
  const recorded = await openBag(path);
  let shut = (): void => undefined;
  const signals = abortOnSignals(PATIENCE_MS, () => shut());
  try {
    const bag = remapNames(recorded, flags.remap ?? []);
    const node = await openRosNode({ name: 'replay', namespace: '', clock, rosArguments });
    shut = () => node.close();
    printRemark(`${node.fullName} plays ${path}.`);
    return await playToRos({
      bag,
      node,
      clock,
      rate: flags.rate === 'max' ? 1 : flags.rate,
      clockHz: flags.clock,
      loop: flags.loop === true,
      signal: signals.signal,
      until:
        flags.duration === undefined || bag.span === undefined
          ? undefined
          : bag.span.startTime + msToNs(flags.duration * 1000),
    });
  } finally {
    shut();
    signals.stop();
    await recorded.close();
  }
}
