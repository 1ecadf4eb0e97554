import type { EnvironmentKind } from '#contract/primitives.ts';
import type { Store } from '#platform/store/store.ts';

/** The platform's only source of time: milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** The platform's only way to wait. */
export interface Timers {
  /** Resolves after `ms` of the platform's own time, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The platform's only source of identity. */
export interface Ids {
  /** A new id that satisfies the contract's `Id`. */
  id(): string;
  /** A new secret of at least 256 bits, safe in an address and in a cookie. */
  secret(): string;
}

/** A client certificate that was just issued. */
export interface IssuedCertificate {
  certificatePem: string;
  /** PEM of the platform's own CA. */
  authorityPem: string;
  serial: string;
  /** As the listener reports it of a peer: the two are compared as text. */
  fingerprint: string;
  notBeforeAt: number;
  notAfterAt: number;
}

/** The platform's own CA. */
export interface Authority {
  /** Signs a certificate request. Rejects with `ProblemError('bad-request')` when the request is not a valid PKCS#10 of an accepted kind. */
  issue(wanted: {
    certificateRequestPem: string;
    runtimeId: string;
    name: string;
    now: number;
  }): Promise<IssuedCertificate>;
}

export type LogLevelOfPlatform = 'debug' | 'info' | 'warn' | 'error';

/** Structured log of the platform. `event` is a fixed word; `fields` are JSON and may hold hostile text. */
export type PlatformLog = (level: LogLevelOfPlatform, event: string, fields: Record<string, unknown>) => void;

/** Everything ambient that the platform needs, given by its host. */
export interface PlatformOptions {
  store: Store;
  clock: Clock;
  timers: Timers;
  ids: Ids;
  authority: Authority;
  log: PlatformLog;
  host: 'live' | 'demo';
  /** Release of the platform, for the session and the OpenAPI document. */
  release: string;
  /** How fast the clock runs; 1 when absent. Only the bundled world has another. */
  speed?: () => number;
  /** Time of the open pages, for the event stream: `timers` when absent. Only the bundled world, whose clock may stand still, has another. */
  pageTimers?: Timers;
  /** Parse every answer with its schema before it leaves: on in development, in tests and in the bundled world. */
  parseAnswers?: boolean;
  /** Origins beside the request's own that may change state with a cookie, e.g. a development server that proxies. */
  allowedOrigins?: readonly string[];
  /** The command that `createEnrolmentToken` shows to a person, from a token's secret. */
  enrolCommand: (secret: string) => string;
}

/** What the listener of the dashboard knows of a call beyond the request itself. */
export interface ConsoleCaller {
  /** Accept and hand out a bearer token: only hosts that cannot keep cookies (the bundled world). */
  bearerAllowed: boolean;
  /** The call came over TLS: the cookie is marked `Secure`. */
  isSecure: boolean;
}

/** The verified client certificate of an agent's connection; null when it presented none. */
export type AgentPeer = { fingerprint: string } | null;

/** A one-time way to sign in. */
export interface OneTimeSignIn {
  code: string;
  /** Relative to the dashboard's address, with the code in it. */
  path: string;
  expiresAt: number;
}

/** A platform on some host. */
export interface Platform {
  /** Answers a call of the dashboard: `/api/v1/...`. Never rejects. */
  consoleFetch(request: Request, caller: ConsoleCaller): Promise<Response>;
  /** Answers a call of an agent: `/agent/v1/...`. Never rejects. `request.signal` must abort when the connection closes. */
  agentFetch(request: Request, peer: AgentPeer): Promise<Response>;
  /** Does what the passing of time asks for: contacts, deadlines, retention. Called about every 500 ms; a call while one runs waits for that one. */
  tick(): Promise<void>;
  /** A one-time sign-in for a person, made as an administrator when new. Default name: `Administrator`. */
  createSignInLink(personName?: string): Promise<OneTimeSignIn>;
  /** The environment of this name, made when missing. */
  ensureEnvironment(name: string, kind: EnvironmentKind): Promise<{ id: string; name: string; kind: EnvironmentKind }>;
  /** A one-time enrolment token, as a person would make it in Settings. */
  createEnrolmentToken(wanted: {
    environmentId: string;
    namePattern?: string;
    minutes?: number;
  }): Promise<{ tokenId: string; secret: string; expiresAt: number }>;
  /** Ends held polls and event streams, writes what is only in memory, closes the store. */
  close(): Promise<void>;
}
