import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerRecord } from '#contract/answer.ts';
import type { RequestSubject } from '#contract/request.ts';
import { isInFlight } from '#contract/status.ts';
import { ExecutionReport } from '#contract/tracking.ts';
import { startEngine, type Engine, type EngineOptions } from '../engine.ts';

/** A workspace in a temporary folder with real files, for specs. */
export interface BenchWorkspace {
  root: string;
  engine(): Engine;
  start(options?: Partial<EngineOptions>): Promise<Engine>;
  process(id: string, definition: object): Promise<void>;
  connection(id: string, definition: object): Promise<void>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Drops a file as a careful sender does: written under another name first. */
  drop(path: string, content: string | Uint8Array): Promise<void>;
  /** Runs SQL on a SQLite file of the workspace; rows of the last statement when it reads. */
  sqlite(file: string, sql: string): Record<string, unknown>[];
  /** Every report so far, parsed with the contract. */
  reports(): Promise<ExecutionReport[]>;
  /** The last reports of all executions once `count` have ended, oldest first. */
  ended(count: number): Promise<ExecutionReport[]>;
  /** Waits until every file of an ended run lies where it belongs. */
  settled(): Promise<void>;
  answer(subject: RequestSubject): Promise<AnswerRecord[]>;
  close(): Promise<void>;
}

/** Makes one. Close it after each test. */
export async function benchWorkspace(): Promise<BenchWorkspace> {
  const root = await mkdtemp(join(tmpdir(), 'daymark-engine-'));
  let engine: Engine | null = null;
  const running = (): Engine => {
    if (!engine) throw new Error('the engine was not started');
    return engine;
  };
  const write = async (path: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  const reports = async (): Promise<ExecutionReport[]> => {
    const journaled = await running().runtime.reportsSince(0, 100_000);
    return journaled.map(({ report }) => ExecutionReport.parse(report));
  };
  return {
    root,
    engine: running,
    write,
    reports,
    async start(options = {}) {
      engine = await startEngine({ root, environment: {}, ...options });
      return engine;
    },
    process: (id, definition) =>
      write(`processes/${id}.json`, JSON.stringify({ name: id, version: '1', ...definition })),
    connection: (id, definition) => write(`connections/${id}.json`, JSON.stringify({ name: id, ...definition })),
    async drop(path, content) {
      await write(`${path}.part`, content);
      await rename(join(root, `${path}.part`), join(root, path));
    },
    sqlite(file, sql) {
      const db = new DatabaseSync(join(root, file));
      try {
        if (/^\s*select/i.test(sql)) return db.prepare(sql).all();
        db.exec(sql);
        return [];
      } finally {
        db.close();
      }
    },
    async ended(count) {
      for (let tries = 0; tries < 600; tries += 1) {
        const latest = new Map<string, ExecutionReport>();
        for (const report of await reports()) latest.set(report.executionId, report);
        const done = [...latest.values()].filter((report) => !isInFlight(report.status));
        if (done.length >= count) return done;
        await sleep(25);
      }
      throw new Error(`fewer than ${count} executions ended`);
    },
    async settled() {
      for (let tries = 0; tries < 600; tries += 1) {
        if ((await readdir(join(root, '.engine/work'))).length === 0) return;
        await sleep(25);
      }
      throw new Error('files of ended runs still lie in the work folder');
    },
    async answer(subject) {
      const records: AnswerRecord[] = [];
      const stream = running().runtime.answer(
        { id: 'R-1', askedBy: 'test', expiresAt: 0, subject },
        new AbortController().signal,
      );
      for await (const record of stream) records.push(AnswerRecord.parse(record));
      return records;
    },
    async close() {
      await engine?.stop(100);
      engine = null;
      await rm(root, { recursive: true, force: true });
    },
  };
}
