/** The platform core, for hosts: everything else in this folder is its own business. */
export { createPlatform } from './platform.ts';
export type {
  AgentPeer,
  Authority,
  Clock,
  ConsoleCaller,
  Ids,
  IssuedCertificate,
  OneTimeSignIn,
  Platform,
  PlatformLog,
  PlatformOptions,
  Timers,
} from './ports.ts';
export type { BeatRecord, EnvironmentRecord, PersonRecord, RecordKinds, RuntimeRecord } from './records.ts';
export type * from './store/store.ts';
export { currentStep } from './store/store.ts';
export * from './store/agreement.ts';
export { createMemoryStore } from './store/memory/create-memory-store.ts';
export { allocatePastColumns } from './store/memory/past.ts';
export type * from './store/memory/past.ts';
