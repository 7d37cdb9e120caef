// What a run says of its recording where its end takes long, or is forced.
import { existsSync } from 'node:fs';

/** Until the disk has all of it: the recorder's own 10 s, and the stages before it. */
export const RECORDING_PATIENCE_MS = 12_000;
/** Whoever waits longer than that after Ctrl-C wonders. */
const WONDER_MS = 1000;

/** Once the signal has aborted and the end takes long. */
export function tellWhileClosing(
  signal: AbortSignal,
  recording: string | undefined,
  say: (line: string) => void,
): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    timer = setTimeout(() => say(`\nThe disk still takes the end of ${recording}.`), WONDER_MS);
  };
  if (recording !== undefined) signal.addEventListener('abort', begin, { once: true });
  return {
    stop() {
      signal.removeEventListener('abort', begin);
      clearTimeout(timer);
    },
  };
}

/** The last word of a run that did not end in time. */
export function forcedEnd(recording: string | undefined): string {
  if (recording === undefined || !existsSync(recording)) return 'Ended by force, without a summary.';
  return `Ended by force: ${recording} is not closed. \`npx jackdaw bag recover ${recording} --out ${recording}-whole\` makes a whole bag of it.`;
}
