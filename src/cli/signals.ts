// SIGINT and SIGTERM end a run cleanly; a third one, one after five seconds, or a close that takes too long ends the program.
const PATIENCE_MS = 2000;
/** As a shell reports a program that a signal ended. */
const SIGINT_CODE = 130;
/**
 * One Ctrl-C comes twice where whatever started us passes it on and the terminal tells us too: ros2 launch, wrappers. The
 * second must not cut short the close that the first asked for.
 */
const MOST_SIGNALS = 2;
const SECOND_MS = 5000;

/**
 * Aborts the returned signal at the first SIGINT or SIGTERM. `stop` gives the signals back, unless one has come: then the
 * program is ending, and what comes twice must still not kill it. `lastly` runs before a process that did not end in time, or was told a third time, is
 * ended; not after `stop`.
 */
export function abortOnSignals(
  patienceMs = PATIENCE_MS,
  lastly: () => void = () => undefined,
): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  let deadline: NodeJS.Timeout | undefined;
  let count = 0;
  let firstMs = 0;
  let isOver = false;
  const exit = (): never => {
    if (!isOver) lastly();
    process.exit(SIGINT_CODE);
  };
  const end = (): void => {
    count += 1;
    if (count > MOST_SIGNALS || (count > 1 && performance.now() - firstMs > SECOND_MS)) exit();
    if (count > 1) return;
    firstMs = performance.now();
    controller.abort();
    deadline = setTimeout(exit, patienceMs);
    deadline.unref();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  return {
    signal: controller.signal,
    stop() {
      isOver = true;
      clearTimeout(deadline);
      if (controller.signal.aborted) return;
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
    },
  };
}
