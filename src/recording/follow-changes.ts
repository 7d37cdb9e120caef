// Settings in a replay by time: a stage gets them when the recorded run's stage got them.
import type { RepeatedCall } from '../runtime/executors/repeat.js';
import type { SettingsDesk } from '../runtime/config/settings-desk.js';
import type { Stage } from '../runtime/stage.js';
import type { TimeNs } from '../message/time.js';

/** In a lockstep run a change holds from the first call of its moment on, so that its time is all there is to know. */
export function followChanges(stage: Stage, changes: readonly RepeatedCall[], desk: SettingsDesk): Stage {
  const left = changes.filter((change) => change.stage === stage.name);
  if (left.length === 0) return stage;
  desk.attach([stage], [{ name: stage.name, change: ({ values }) => stage.reconfigure?.(values) }]);
  const follow = (now: TimeNs): void => {
    for (let next = left[0]; next !== undefined && next.now <= now; next = left[0]) {
      left.shift();
      if (next.what.kind === 'settings') desk.change(next.what.settings);
    }
  };
  const { name, reads, writes, latencyMs = 0, periodMs = 0, queue } = stage;
  return {
    name,
    reads,
    writes,
    latencyMs,
    periodMs,
    ...(queue === undefined ? {} : { queue }),
    take(envelope, now, emit) {
      follow(now);
      return stage.take(envelope, now, emit);
    },
    tick(now, emit) {
      follow(now);
      return stage.tick?.(now, emit);
    },
    close: () => stage.close?.(),
  };
}
