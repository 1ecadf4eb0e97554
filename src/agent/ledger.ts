import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { LedgerPort } from './ports.ts';

/** What kind of thing left: the words of the Boundary screen. */
export type LedgerCategory =
  | 'enrolment'
  | 'online-status'
  | 'tracking'
  | 'poll'
  | 'progress'
  | 'execution-log'
  | 'execution-error'
  | 'connector-browse';

/** One line of the ledger. Its hash covers every other field, and `previous` chains it to the entry before. */
export interface LedgerEntry {
  /** From 1, without gaps. */
  number: number;
  at: number;
  category: LedgerCategory;
  /** Operation of the contract. */
  operation: string;
  /** A message that leaves in one piece has one entry; a streamed answer has an opening and a closing one. */
  phase: 'whole' | 'opening' | 'closing';
  /** Bytes of body or query as they leave; 0 in an opening entry. */
  bytes: number;
  /** Records of a streamed answer, reports of a batch; null where nothing is counted. */
  records: number | null;
  /** The person's request that this answers; null for the automatic list. */
  requestId: string | null;
  /** Who asked, or `automatic`. */
  person: string;
  /** Paths of all fields that the message had, sorted: names, no values. */
  fields: string[];
  /** SHA-256 of the bytes as they left, hex; of nothing in an opening entry. */
  digest: string;
  /** Hash of the entry before, 64 zeros for the first. */
  previous: string;
  hash: string;
}

/** What the exit says of a message; number, time and chain are added here. */
export type LedgerLine = Omit<LedgerEntry, 'number' | 'previous' | 'hash'>;

const FIRST_PREVIOUS = '0'.repeat(64);

/** SHA-256 in hex. Synchronous and the same on every host: WebCrypto is neither on a page without TLS. */
export function digestOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** SHA-256 over a stream. `digest` ends it. */
export function startDigest(): { update(bytes: Uint8Array): void; digest(): string } {
  const hash = sha256.create();
  return { update: (bytes) => void hash.update(bytes), digest: () => bytesToHex(hash.digest()) };
}

/** The hash that an entry must have. */
export function entryHash(entry: Omit<LedgerEntry, 'hash'>): string {
  const { number, at, category, operation, phase, bytes, records, requestId, person, fields, digest, previous } = entry;
  const canonical = [
    number,
    at,
    category,
    operation,
    phase,
    bytes,
    records,
    requestId,
    person,
    fields,
    digest,
    previous,
  ];
  return digestOf(utf8ToBytes(JSON.stringify(canonical)));
}

/**
 * Checks a stretch of the ledger, oldest first: each hash is right, each entry follows the one before. Gives the number of the
 * first entry that does not hold, null when all do.
 */
export function firstBrokenEntry(entries: readonly LedgerEntry[]): number | null {
  for (const [index, entry] of entries.entries()) {
    const before = entries[index - 1];
    const follows = before ? entry.previous === before.hash && entry.number === before.number + 1 : true;
    if (!follows || entryHash(entry) !== entry.hash) return entry.number;
  }
  return null;
}

/** Appends lines to the chain one after the other, whoever calls at the same time. Rejects when the port cannot keep the entry. */
export function createLedgerWriter(port: LedgerPort): (line: LedgerLine) => Promise<void> {
  let head: { number: number; hash: string } | null = null;
  let last: Promise<void> = Promise.resolve();
  return (line) => {
    const turn = last.then(async () => {
      head ??= (await port.head()) ?? { number: 0, hash: FIRST_PREVIOUS };
      const unsealed = { ...line, number: head.number + 1, previous: head.hash };
      const entry: LedgerEntry = { ...unsealed, hash: entryHash(unsealed) };
      await port.append(entry);
      head = { number: entry.number, hash: entry.hash };
    });
    // A failed append must not fail the next one: the head is read again, in case the entry did reach the disk.
    last = turn.catch(() => {
      head = null;
    });
    return turn;
  };
}
