// Orders shared out among workers: each takes the next when it is free; after a failure nobody takes another.

export interface Worker<O, A> {
  ask(order: O): Promise<A>;
}

export interface ShareOptions<O, A> {
  readonly take: (answer: A, order: O) => void;
  /** Orders under way are finished, no other is begun. */
  readonly signal?: AbortSignal | undefined;
}

/** Resolves when all are answered, or the signal has aborted; rejects with what the first worker failed with. */
export async function shareOut<O, A>(
  orders: readonly O[],
  workers: readonly Worker<O, A>[],
  { take, signal }: ShareOptions<O, A>,
): Promise<void> {
  const left = [...orders];
  const lanes = workers.map(async (worker) => {
    try {
      while (left.length > 0 && signal?.aborted !== true) {
        const order = left.shift()!;
        take(await worker.ask(order), order);
      }
    } catch (thrown) {
      left.length = 0;
      throw thrown;
    }
  });
  const ends = await Promise.allSettled(lanes);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
