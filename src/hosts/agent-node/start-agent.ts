import { join } from 'node:path';
import {
  createAgent,
  EnrolmentError,
  PlatformNotTrustedError,
  type AgentLogPort,
  type Identity,
  type RuntimePort,
} from '#agent/index.ts';
import { SentenceError } from '#hosts/sentence-error.ts';
import { newId, realClock, realTimers } from './clock.ts';
import type { AgentConfig } from './config.ts';
import { openDiskLedger } from './disk-ledger.ts';
import { openDiskSpool } from './disk-spool.ts';
import { openFileKeys } from './file-keys.ts';
import { findAuthority } from './find-authority.ts';
import type { StateDirectory } from './state-directory.ts';
import { createTransport, type TlsMaterial } from './transport.ts';

/** An agent that runs. */
export interface RunningAgent {
  identity(): Identity | null;
  /** Ends all calls and closes the files. */
  stop(): Promise<void>;
}

/**
 * Starts an agent for `runtime` on this computer's disk and network; resolves once it is enrolled and calls its platform. `signal` ends a
 * start that waits for the platform. Throws a `SentenceError` when it cannot enrol.
 */
export async function startAgent(
  config: Pick<AgentConfig, 'platform' | 'token' | 'name' | 'authority' | 'spoolLimitBytes'>,
  state: StateDirectory,
  runtime: RuntimePort,
  log: AgentLogPort,
  signal: AbortSignal,
): Promise<RunningAgent> {
  const keys = openFileKeys(join(state.path, 'identity'), () => transport.renew());
  const saved = await keys.load();
  const enrolment = saved ? null : enrolmentOf(config);
  if (saved && config.token !== null) log('info', 'already enrolled: the enrolment token is not used');
  const pinned = saved ? null : await firstAuthority(config);
  const material = (): TlsMaterial => keys.material() ?? { authority: pinned ?? '', certificate: null, key: null };
  const transport = createTransport(config.platform, material);
  const spool = openDiskSpool(state.path, config.spoolLimitBytes);
  const ledger = await openDiskLedger(join(state.path, 'ledger'));
  const agent = createAgent({
    platform: config.platform,
    enrolment,
    runtime,
    transport,
    clock: realClock,
    timers: realTimers,
    random: Math.random,
    ids: newId,
    spool,
    ledger,
    keys,
    log,
  });

  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> =>
    (stopped ??= (async () => {
      await agent.stop();
      await transport.close();
      spool.close();
      await ledger.close();
    })());
  signal.addEventListener('abort', () => void stop());
  try {
    await agent.start();
  } catch (error) {
    await stop();
    if (error instanceof EnrolmentError || error instanceof PlatformNotTrustedError)
      throw new SentenceError(error.message, { cause: error });
    throw error;
  }
  return { identity: () => agent.identity(), stop };
}

function enrolmentOf({ token, name }: Pick<AgentConfig, 'token' | 'name'>): { token: string; name: string } {
  if (token === null)
    throw new SentenceError(
      'This runtime is not enrolled yet: make a token in Settings and give it with --token or DAYMARK_ENROLMENT_TOKEN.',
    );
  if (name === null) throw new SentenceError('This runtime is not enrolled yet: give it a name with --name.');
  return { token, name };
}

async function firstAuthority({ platform, authority }: Pick<AgentConfig, 'platform' | 'authority'>): Promise<string> {
  if (authority === null)
    throw new SentenceError(
      "This runtime does not know its platform yet: give the certificate of the platform's authority with --authority, or its fingerprint with --fingerprint.",
    );
  return 'pem' in authority ? authority.pem : findAuthority(platform, authority.fingerprint);
}
