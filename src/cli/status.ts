// The live status: one line that rewrites itself on a terminal, a plain line every few seconds elsewhere.
import type { Glance } from '../robot/survey.js';

const TERMINAL_PERIOD_MS = 200;
const PLAIN_PERIOD_MS = 5000;

/** nav2's collision monitor numbers them so. */
const actions = ['free', 'stop', 'slow', 'approach', 'limit'];

/** Of so many classes the line says how many things are seen; of others that there are some. */
const CLASSES_SHOWN = 3;

/** One line: time, rates, what the camera sees, nearest return, the guard's action and cause, speed and distance. */
export function statusText(glance: Glance): string {
  const { seconds, guard, nearestM } = glance;
  const rate = (count: number): string => (seconds > 0.5 ? (count / seconds).toFixed(1) : '–');
  const parts = [
    `${seconds.toFixed(1).padStart(5)} s`,
    `scan ${rate(glance.scans)} Hz`,
    `camera ${rate(glance.frames)} Hz`,
    ...(glance.seen === undefined ? [] : [`sees ${seenText(glance.seen)}`]),
    `nearest ${nearestM === undefined ? ' – ' : nearestM.toFixed(2)} m`,
    `guard ${guardText(guard)}`,
    `${glance.speedMps.toFixed(2)} m/s`,
    `${glance.distanceM.toFixed(1)} m driven`,
  ];
  return parts.join(' · ');
}

function seenText(seen: readonly string[]): string {
  if (seen.length === 0) return 'nothing';
  const counts = new Map<string, number>();
  for (const name of seen) counts.set(name, (counts.get(name) ?? 0) + 1);
  const words = [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`));
  return words.length > CLASSES_SHOWN ? `${words.slice(0, CLASSES_SHOWN).join(', ')} …` : words.join(', ');
}

function guardText(guard: Glance['guard']): string {
  if (guard === undefined) return '–';
  const action = actions[guard.action] ?? `action ${guard.action}`;
  if (guard.action === 0) return action;
  const because = [guard.cause, guard.zone].filter((each) => each !== '').join(' ');
  return `${action} (${because})`;
}

export interface StatusLine {
  stop(): void;
}

/** Shows what `glance` says until it is stopped. The stream is standard error: standard output is for results. */
export function openStatusLine(
  glance: () => Glance,
  stream: NodeJS.WriteStream = process.stderr,
): StatusLine {
  const terminal = stream.isTTY;
  const show = (): void => {
    const text = statusText(glance());
    stream.write(terminal ? `\r\x1b[2K${text.slice(0, stream.columns - 1)}` : `${text}\n`);
  };
  const timer = setInterval(show, terminal ? TERMINAL_PERIOD_MS : PLAIN_PERIOD_MS);
  return {
    stop() {
      clearInterval(timer);
      show();
      if (terminal) stream.write('\n');
    },
  };
}
