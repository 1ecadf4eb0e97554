/** Last one in the queue for each file. */
const tails = new Map<string, Promise<void>>();

/**
 * Waits for the file's turn among the runs of this process and returns the way to give it back.
 * @throws the signal's reason when it aborts while waiting; the turn then passes on.
 */
export async function fileMutex(file: string, signal: AbortSignal): Promise<() => void> {
  const before = tails.get(file) ?? Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const tail = before.then(() => promise);
  tails.set(file, tail);
  const release = (): void => {
    resolve();
    if (tails.get(file) === tail) tails.delete(file);
  };
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.race([before, aborted.promise]);
    return release;
  } catch (error) {
    release();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
