import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { describeStore } from '#platform/store/conformance.ts';
import { itAnswersLike } from '#platform/store/conformance/model.ts';
import { createMemoryStore, type Store } from '#platform/index.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'daymark-store-'));
let opened = 0;

async function open(): Promise<Store> {
  return await openSqliteStore({
    directory: join(directory, String(opened++)),
    log: () => {},
    clock: { now: () => 1_000 },
  });
}

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describeStore('the embedded store', open, 15);

describe('the embedded store', () => {
  itAnswersLike('the store in memory', open, async () => createMemoryStore(), 25);
});
