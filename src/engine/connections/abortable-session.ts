import { untilAborted } from './abortable.ts';
import type { SqlSession } from './sql-session.ts';

/**
 * A session whose calls end when `signal` aborts, even when the server hangs. The commit alone is waited for: half a commit is worse
 * than a late one. Steps of one run that write to the same connection share one transaction: the last commit is the real one, any
 * rollback takes all of it back.
 */
export function abortable(session: SqlSession, signal: AbortSignal): SqlSession {
  let begun = 0;
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
    async begin(beginSignal) {
      if (begun === 0) await untilAborted(session.begin(beginSignal), signal);
      begun += 1;
    },
    write: (statement) => untilAborted(session.write(statement), signal),
    async commit() {
      begun -= 1;
      if (begun === 0) await session.commit();
    },
    async rollback() {
      begun = 0;
      await (signal.aborted ? session.close() : session.rollback());
    },
    close: () => session.close(),
  };
}
