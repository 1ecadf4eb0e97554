export { createAgent } from './agent.ts';
export { EnrolmentError } from './enrolment.ts';
export { entryHash, firstBrokenEntry, type LedgerCategory, type LedgerEntry } from './ledger.ts';
export {
  PlatformNotTrustedError,
  type Agent,
  type AgentLogLevel,
  type AgentLogPort,
  type AgentOptions,
  type ClockPort,
  type Identity,
  type KeysPort,
  type LedgerPort,
  type PendingBatch,
  type SpoolPort,
  type SpoolState,
  type SpooledReport,
  type TimersPort,
  type TransportPort,
} from './ports.ts';
export type { JournaledReport, RuntimePort } from './runtime.ts';
export { createMemoryLedger } from './memory-ledger.ts';
export { createMemorySpool, type MemorySpool } from './memory-spool.ts';
export { isTemplate, reduceTemplate, unknownWords } from './template.ts';
