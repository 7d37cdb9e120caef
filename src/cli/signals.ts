// SIGINT and SIGTERM end a run cleanly; a second one, or two seconds (more where a step takes long), end the program.
const PATIENCE_MS = 2000;
/** As a shell reports a program that a signal ended. */
const SIGINT_CODE = 130;

/**
 * Aborts the returned signal at the first SIGINT or SIGTERM. `stop` gives the signals back. `lastly` runs before a
 * process that did not end in time is ended.
 */
export function abortOnSignals(
  patienceMs = PATIENCE_MS,
  lastly: () => void = () => undefined,
): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  let deadline: NodeJS.Timeout | undefined;
  const exit = (): never => {
    lastly();
    process.exit(SIGINT_CODE);
  };
  const end = (): void => {
    if (controller.signal.aborted) exit();
    controller.abort();
    deadline = setTimeout(exit, patienceMs);
    deadline.unref();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(deadline);
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
    },
  };
}
