import type { LedgerEntry } from './ledger.ts';
import type { LedgerPort } from './ports.ts';

/** A ledger in memory, for the bundled world and for specs: keeps the newest `keep` entries, and the chain's head in any case. */
export function createMemoryLedger(keep: number): LedgerPort & { entries(): readonly LedgerEntry[] } {
  let entries: LedgerEntry[] = [];
  return {
    async head() {
      const newest = entries.at(-1);
      return newest ? { number: newest.number, hash: newest.hash } : null;
    },
    async append(entry) {
      entries.push(entry);
      if (entries.length > keep * 2) entries = entries.slice(-keep);
    },
    entries: () => entries.slice(-keep),
  };
}
