import { untilAborted } from './abortable.ts';
import type { SqlSession } from './sql-session.ts';

/**
 * A session whose calls end when `signal` aborts, even when the server hangs. The commit alone is waited for: half a commit is worse
 * than a late one.
 */
export function abortable(session: SqlSession, signal: AbortSignal): SqlSession {
  return {
    dialect: session.dialect,
    async *read(statement, batchSize, readSignal) {
      const iterator = session.read(statement, batchSize, readSignal)[Symbol.asyncIterator]();
      let isHanging = false;
      try {
        for (;;) {
          isHanging = true;
          const next = await untilAborted(iterator.next(), readSignal);
          isHanging = false;
          if (next.done) return;
          yield next.value;
        }
      } finally {
        // A generator that hangs in `next` would let `return` wait as well; closing the session frees it.
        if (isHanging) void iterator.return?.().catch(() => {});
        else await iterator.return?.();
      }
    },
    begin: (beginSignal) => untilAborted(session.begin(beginSignal), signal),
    write: (statement) => untilAborted(session.write(statement), signal),
    commit: () => session.commit(),
    rollback: () => (signal.aborted ? session.close() : session.rollback()),
    close: () => session.close(),
  };
}
