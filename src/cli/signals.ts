// SIGINT and SIGTERM end a run cleanly; a second one, or two seconds (more where a step takes long), end the program.
const PATIENCE_MS = 2000;
/** As a shell reports a program that a signal ended. */
const SIGINT_CODE = 130;

/** Aborts the returned signal at the first SIGINT or SIGTERM. `stop` gives the signals back. */
export function abortOnSignals(patienceMs = PATIENCE_MS): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  let deadline: NodeJS.Timeout | undefined;
  const end = (): void => {
    if (controller.signal.aborted) process.exit(SIGINT_CODE);
    controller.abort();
    deadline = setTimeout(() => process.exit(SIGINT_CODE), patienceMs);
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
