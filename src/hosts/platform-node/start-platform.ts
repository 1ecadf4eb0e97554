import { randomBytes, X509Certificate } from 'node:crypto';
import { accessSync, constants, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { consoleOperations } from '#contract/console-operations.ts';
import { problemKinds } from '#contract/errors.ts';
import { openSqliteStore } from '#hosts/platform-node/store-sqlite/open-sqlite-store.ts';
import { SentenceError } from '#hosts/sentence-error.ts';
import { createPlatform, type Platform, type PlatformLog } from '#platform/index.ts';
import { type Authority, openAuthority } from './authority.ts';
import type { PlatformConfig } from './config.ts';
import { type Listening, listenForAgents, listenForPeople } from './listeners.ts';
import { securityHeaders, staticFiles } from './static-files.ts';

/** How often the platform looks at the clock. Contact limits are met to within this. */
const TICK_MS = 500;
/** A sign-in link lies ready in a file; it is replaced this long before it would end. */
const LINK_RENEW_BEFORE_MS = 5 * 60_000;

/** A platform that runs: where it is reached, and how it is stopped. */
export interface RunningPlatform {
  platform: Platform;
  authority: Authority;
  /** Address of the dashboard, with a slash at the end. */
  dashboardUrl: string;
  /** Address that agents call. */
  agentUrl: string;
  /** PEM file that agents pin. */
  authorityFile: string;
  /** A one-time sign-in address, new with each call. */
  signInUrl(): Promise<string>;
  /** Ends streams and held polls, writes what is in memory, closes store and ports. */
  close(): Promise<void>;
}

/**
 * Starts the platform on this computer: store, authority, both listeners, the clock. Throws a `SentenceError` for everything that
 * its operator can mend; then nothing is left running.
 */
export async function startPlatform(
  config: PlatformConfig,
  options: { release: string; log: PlatformLog; parseAnswers?: boolean },
): Promise<RunningPlatform> {
  prepareDirectory(config.stateDirectory);
  const clock = { now: () => Date.now() };
  const authority = await openAuthority(join(config.stateDirectory, 'authority'), clock.now());
  const store = await openSqliteStore({ directory: join(config.stateDirectory, 'store'), log: options.log, clock });
  const authorityFile = join(config.stateDirectory, 'authority', 'authority.pem');
  const { fingerprint256 } = new X509Certificate(authority.certificatePem);
  const addresses = { agentUrl: '' };
  const platform = await createPlatform({
    store,
    clock,
    timers: { sleep },
    ids: { id: () => randomBytes(12).toString('hex'), secret: () => randomBytes(32).toString('base64url') },
    authority,
    log: options.log,
    host: 'live',
    release: options.release,
    parseAnswers: options.parseAnswers ?? false,
    // By fingerprint: the authority's file lies on this computer, the command runs on another.
    enrolCommand: (secret) =>
      `npm run agent -- --platform ${addresses.agentUrl} --fingerprint ${fingerprint256} --workspace WORKSPACE-DIRECTORY --state STATE-DIRECTORY --name NAME --token ${secret}`,
  });
  const opened: Listening[] = [];
  try {
    const hosts = [...new Set([config.agent.hostName, 'localhost', '127.0.0.1'])];
    const server = await authority.issueServer(hosts, clock.now());
    const agents = await listenForAgents(
      { ...config.agent, ...server, authorityPem: authority.certificatePem },
      (request, peer) => platform.agentFetch(request, peer),
    );
    opened.push(agents);
    addresses.agentUrl = `https://${config.agent.hostName}${agents.port === 443 ? '' : `:${agents.port}`}`;
    const isSecure = config.dashboard.tls !== null;
    const links: { renew(): void }[] = [];
    const onSignIn = () => links.forEach((one) => one.renew());
    const people = await listenForPeople(config.dashboard, dashboardFetch(platform, config, isSecure, onSignIn));
    opened.push(people);
    const dashboardUrl =
      config.dashboard.url ?? `${isSecure ? 'https' : 'http'}://${config.dashboard.address}:${people.port}/`;
    const ticking = startTicking(platform, options.log);
    const link = keepSignInLink(platform, join(config.stateDirectory, 'sign-in-link.txt'), dashboardUrl, options.log);
    links.push(link);
    return {
      platform,
      authority,
      dashboardUrl,
      agentUrl: addresses.agentUrl,
      authorityFile,
      signInUrl: async () => absolute(dashboardUrl, (await platform.createSignInLink()).path),
      async close() {
        link.stop();
        clearInterval(ticking);
        const closing = opened.map((listening) => listening.close());
        await platform.close();
        await Promise.all(closing);
      },
    };
  } catch (error) {
    await Promise.all(opened.map((listening) => listening.close()));
    await platform.close();
    throw error;
  }
}

function dashboardFetch(
  platform: Platform,
  config: PlatformConfig,
  isSecure: boolean,
  onSignIn: () => void,
): (request: Request) => Promise<Response> {
  const live = config.liveFolder ? staticFiles(config.liveFolder) : null;
  const demo = config.demoFolder ? staticFiles(config.demoFolder) : null;
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname.startsWith('/api/')) {
      const answer = await platform.consoleFetch(request, { bearerAllowed: false, isSecure });
      if (request.method === 'POST' && pathname === consoleOperations.signIn.path && answer.ok) onSignIn();
      return withHeaders(answer, isSecure);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return notHere(405);
    if (pathname === '/demo' && demo)
      return new Response(null, { status: 308, headers: { location: `/demo/${search}` } });
    if (pathname.startsWith('/demo/') && demo)
      return withHeaders(demo(request, pathname.slice('/demo/'.length)) ?? notHere(404), isSecure);
    return withHeaders(live?.(request, pathname.slice(1)) ?? notHere(404), isSecure);
  };
}

function withHeaders(response: Response, isSecure: boolean): Response {
  for (const [name, value] of Object.entries(securityHeaders))
    if (!response.headers.has(name)) response.headers.set(name, value);
  if (isSecure) response.headers.set('strict-transport-security', 'max-age=31536000');
  return response;
}

function notHere(status: 404 | 405): Response {
  const { title } = problemKinds['not-found'];
  return new Response(`${title}.\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

function startTicking(platform: Platform, log: PlatformLog): NodeJS.Timeout {
  return setInterval(() => {
    platform.tick().catch((error: unknown) => log('error', 'tick-failed', { error: String(error) }));
  }, TICK_MS);
}

/** Keeps an unused one-time link in a file that only its owner can read, for `npm start -- --link` and headless hosts. */
function keepSignInLink(
  platform: Platform,
  file: string,
  dashboardUrl: string,
  log: PlatformLog,
): { renew(): void; stop(): void } {
  let expiresAt = 0;
  const write = async () => {
    const link = await platform.createSignInLink();
    expiresAt = link.expiresAt;
    writeFileSync(`${file}.new`, `${absolute(dashboardUrl, link.path)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  const renew = () =>
    void write().catch((error: unknown) => log('error', 'sign-in-link-not-written', { error: String(error) }));
  renew();
  const timer = setInterval(() => {
    if (Date.now() > expiresAt - LINK_RENEW_BEFORE_MS) renew();
  }, 30_000);
  return {
    renew,
    stop: () => {
      clearInterval(timer);
      rmSync(file, { force: true });
    },
  };
}

function absolute(base: string, path: string): string {
  return new URL(path.replace(/^\//, ''), base).href;
}

function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    const probe = join(directory, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    throw new SentenceError(
      `The directory ${directory} cannot be written: ${(cause as Error).message}. Choose another with DAYMARK_HOME, or give this user the right to write there.`,
      { cause },
    );
  }
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
