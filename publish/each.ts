// Runs work on many items at a time, and stops at the first failure.

/** How many requests are under way at one time: enough to fill a line, and half of the SDK's sockets. */
export const PARALLEL = 24;

/** @throws what the first work that failed threw, once those under way have ended */
export async function each<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  parallel = PARALLEL,
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < items.length && !failed) {
      const item = items[next++]!;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(parallel, items.length) }, worker));
  const bad = ended.find((one) => one.status === "rejected");
  if (bad) throw bad.reason;
}
