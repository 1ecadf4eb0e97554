import type { DocumentReport } from '#contract/tracking.ts';
import {
  readCursor,
  readDocumentCursor,
  rowOfExecution,
  writeCursor,
  writeDocumentCursor,
  type PagePosition,
} from '../agreement.ts';
import type { ExecutionOrder, StoredExecutionRow } from '../store.ts';
import type { Match } from './match.ts';
import { compareText, type Runs } from './runs.ts';

/** A page of the matched set; see `ExecutionStore.page`. */
export function pageOf(
  runs: Runs,
  match: Match,
  order: ExecutionOrder,
  after: string | null,
  limit: number,
): { rows: StoredExecutionRow[]; next: string | null } {
  const from = after === null ? null : readCursor(order, after);
  const wanted = Math.max(1, limit);
  const rows =
    order.sort === 'started'
      ? walkByStart(runs, match, order.descending, from, wanted + 1)
      : selectByKey(runs, match, order, from, wanted + 1);
  const shown = rows.slice(0, wanted);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => rowOfExecution(runs.executionAt(row))),
    next:
      rows.length > wanted && last !== undefined
        ? writeCursor(order, { key: keyOf(runs, order, last), id: runs.idOf(last) })
        : null,
  };
}

function keyOf(runs: Runs, order: ExecutionOrder, row: number): number {
  switch (order.sort) {
    case 'started':
      return runs.columns.startedAt[row]!;
    case 'duration':
      return runs.durationOf(row);
    case 'errors':
      return runs.columns.errors[row]!;
  }
}

function walkByStart(
  runs: Runs,
  match: Match,
  descending: boolean,
  from: PagePosition | null,
  limit: number,
): number[] {
  const { startedAt } = runs.columns;
  const found: number[] = [];
  const compareToFrom = (row: number, { key, id }: PagePosition): number =>
    startedAt[row]! - key || compareText(runs.idOf(row), id);
  if (descending) {
    const end = from ? runs.order.firstWhere((row) => compareToFrom(row, from) >= 0) : match.end;
    for (let position = Math.min(end, match.end) - 1; position >= match.first && found.length < limit; position--) {
      const row = runs.order.at(position);
      if (match.takes(row)) found.push(row);
    }
    return found;
  }
  const first = from ? runs.order.firstWhere((row) => compareToFrom(row, from) > 0) : match.first;
  for (let position = Math.max(first, match.first); position < match.end && found.length < limit; position++) {
    const row = runs.order.at(position);
    if (match.takes(row)) found.push(row);
  }
  return found;
}

/** The best `limit` rows by a key that has no order of its own: one scan that keeps a few hundred candidates. */
function selectByKey(
  runs: Runs,
  match: Match,
  order: ExecutionOrder,
  from: PagePosition | null,
  limit: number,
): number[] {
  const direction = order.descending ? -1 : 1;
  const compare = (a: number, b: number): number =>
    direction * (keyOf(runs, order, a) - keyOf(runs, order, b) || compareText(runs.idOf(a), runs.idOf(b)));
  let candidates: number[] = [];
  let worst = -1;
  for (let position = match.first; position < match.end; position++) {
    const row = runs.order.at(position);
    if (!match.takes(row)) continue;
    if (from) {
      const ahead = direction * (keyOf(runs, order, row) - from.key || compareText(runs.idOf(row), from.id));
      if (ahead <= 0) continue;
    }
    if (worst >= 0 && compare(row, worst) >= 0) continue;
    candidates.push(row);
    if (candidates.length >= limit * 4) {
      candidates = candidates.sort(compare).slice(0, limit);
      worst = candidates.at(-1) ?? -1;
    }
  }
  return candidates.sort(compare).slice(0, limit);
}

/** A page of documents; see `ExecutionStore.documents`. */
export function documentPage(
  all: readonly DocumentReport[],
  after: string | null,
  limit: number,
): { rows: DocumentReport[]; total: number; next: string | null } {
  const from = after === null ? null : readDocumentCursor(after);
  const rank = (document: DocumentReport): number => (document.outcome === 'failed' ? 0 : 1);
  const rest = all
    .filter((document) => {
      if (!from) return true;
      const ahead = rank(document) - (from.isFailed ? 0 : 1);
      return ahead > 0 || (ahead === 0 && document.number > from.number);
    })
    .sort((a, b) => rank(a) - rank(b) || a.number - b.number);
  const wanted = Math.max(1, limit);
  const rows = rest.slice(0, wanted);
  const last = rows.at(-1);
  return { rows, total: all.length, next: rest.length > wanted && last ? writeDocumentCursor(last) : null };
}
