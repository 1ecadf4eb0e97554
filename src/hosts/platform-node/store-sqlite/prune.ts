import { type Cells, IN_FLIGHT } from './cells.ts';
import type { Connection } from './connection.ts';
import { cellKeyOf } from './recovery.ts';

/** Deletions of one call: some tens of milliseconds, so that nobody waits for it. */
const PRUNE_STEP = 2_000;

/** Deletes the oldest ended runs and answers before the limits. Inside one write. */
export function prune(
  connection: Connection,
  cells: Cells,
  limits: { executionsBeforeAt: number; answersBeforeAt: number },
): { executions: number; answers: number; more: boolean } {
  const runs = connection.all(
    `SELECT number, started_at, runtime, environment, trigger, code FROM runs INDEXED BY runs_started
     WHERE started_at < ? AND code < ${IN_FLIGHT} ORDER BY started_at, id LIMIT ?`,
    limits.executionsBeforeAt,
    PRUNE_STEP,
  );
  cells.begin();
  for (const run of runs) {
    connection.run('DELETE FROM documents WHERE run = ?', Number(run['number']));
    connection.run('DELETE FROM runs WHERE number = ?', Number(run['number']));
    cells.add(cellKeyOf(run), -1);
  }
  cells.write();
  cells.prune(limits.executionsBeforeAt);
  connection.run(
    `DELETE FROM batches WHERE (runtime, id) IN (SELECT runtime, id FROM batches WHERE received_at < ? LIMIT ?)`,
    limits.executionsBeforeAt,
    PRUNE_STEP,
  );
  const answers = connection.all(
    'SELECT request FROM answers WHERE received_at < ? ORDER BY received_at LIMIT ?',
    limits.answersBeforeAt,
    PRUNE_STEP,
  );
  for (const { request } of answers) {
    connection.run('DELETE FROM answer_chunks WHERE request = ?', Number(request));
    connection.run('DELETE FROM answers WHERE request = ?', Number(request));
  }
  return {
    executions: runs.length,
    answers: answers.length,
    more: runs.length === PRUNE_STEP || answers.length === PRUNE_STEP,
  };
}
