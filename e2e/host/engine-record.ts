import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ExecutionReport } from '../../src/contract/tracking.ts';

/** An execution as the engine's own journal has it: the facts that the platform must have as well. */
export interface EngineRecord {
  id: string;
  processId: string;
  status: ExecutionReport['status'];
  attempt: number;
  in: number;
  out: number;
  errors: number;
  /** The file that started it, as it was dropped. */
  fileName: string | null;
}

/** Reads the journal of a workspace, beside a running engine or after it. Ordered by id. */
export function readEngineRecord(workspace: string): EngineRecord[] {
  const file = join(workspace, '.engine', 'journal.db');
  if (!existsSync(file)) return [];
  const journal = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    const isMade = journal.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'executions'").get() !== undefined;
    if (!isMade) return []; // the engine is just starting
    return journal
      .prepare("SELECT report, json_extract(file, '$.name') AS name FROM executions ORDER BY id")
      .all()
      .map((row) => {
        const report = JSON.parse(String(row['report'])) as ExecutionReport; // the engine wrote it in the contract's form
        const { executionId: id, processId, status, attempt, errors } = report;
        // The journal may have lost sight of a file that was moved right before a kill; the report names it all the same.
        const fileName = typeof row['name'] === 'string' ? row['name'] : (report.documents[0]?.fileName ?? null);
        return { id, processId, status, attempt, in: report.in, out: report.out, errors, fileName };
      });
  } finally {
    journal.close();
  }
}

/** What must be the same on both sides. */
export function factsOf({ processId, status, attempt, in: read, out, errors }: Omit<EngineRecord, 'id' | 'fileName'>) {
  return { processId, status, attempt, in: read, out, errors };
}
