import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import * as z from 'zod';
import { SentenceError } from '#hosts/sentence-error.ts';

const Port = z.int().min(0).max(65_535);

/** The configuration file of a platform. Paths are relative to the file. */
const PlatformFile = z.strictObject({
  /** Directory of the store, the authority and the sign-in links. */
  state: z.string().min(1),
  /** Where runtimes call: always HTTPS with mutual TLS. */
  agent: z.strictObject({
    hostName: z.string().min(1),
    port: Port.default(443),
    address: z.string().default('0.0.0.0'),
  }),
  /** Where people look: HTTPS with this certificate, or plain http on a loopback address. */
  dashboard: z.strictObject({
    port: Port.default(8443),
    address: z.string().default('0.0.0.0'),
    certificate: z.string().optional(),
    key: z.string().optional(),
    /** Address people type, for links; made from the port when absent. */
    url: z.url().optional(),
  }),
});

/** Everything a platform on Node needs to start. */
export interface PlatformConfig {
  stateDirectory: string;
  agent: { hostName: string; port: number; address: string };
  dashboard: {
    port: number;
    address: string;
    tls: { certificatePem: string; keyPem: string } | null;
    url: string | null;
  };
  /** Folders of the built dashboard; null serves none. */
  liveFolder: string | null;
  demoFolder: string | null;
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** The configuration of `npm start`: agent channel on 8443, dashboard on http://127.0.0.1:8080, changed by environment variables. */
export function localConfig(env: Readonly<Record<string, string | undefined>>, projectFolder: string): PlatformConfig {
  return {
    stateDirectory: resolve(env['DAYMARK_HOME'] ?? resolve(projectFolder, '.daymark'), 'platform'),
    agent: { hostName: 'localhost', port: portFrom(env, 'DAYMARK_AGENT_PORT', 8443), address: '127.0.0.1' },
    dashboard: { port: portFrom(env, 'DAYMARK_PORT', 8080), address: '127.0.0.1', tls: null, url: null },
    liveFolder: resolve(projectFolder, 'dist'),
    demoFolder: resolve(projectFolder, 'dist-demo'),
  };
}

/** Reads a configuration file (JSON). Throws a `SentenceError` that names the file and the field. */
export function readPlatformConfig(file: string, projectFolder: string): PlatformConfig {
  const parsed = PlatformFile.safeParse(readJson(file));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SentenceError(`${file}: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'is not valid'}.`);
  }
  const base = dirname(resolve(file));
  const at = (path: string) => (isAbsolute(path) ? path : resolve(base, path));
  const { state, agent, dashboard } = parsed.data;
  const hasCertificate = dashboard.certificate !== undefined;
  if (hasCertificate !== (dashboard.key !== undefined))
    throw new SentenceError(`${file}: dashboard.certificate and dashboard.key belong together; give both or none.`);
  if (!hasCertificate && !loopback.has(dashboard.address)) {
    throw new SentenceError(
      `${file}: dashboard.address is ${dashboard.address}, which other computers can reach, so dashboard.certificate and dashboard.key are needed; plain http is only served on 127.0.0.1.`,
    );
  }
  return {
    stateDirectory: at(state),
    agent,
    dashboard: {
      port: dashboard.port,
      address: dashboard.address,
      tls: hasCertificate
        ? {
            certificatePem: readText(at(dashboard.certificate as string)),
            keyPem: readText(at(dashboard.key as string)),
          }
        : null, // both are given: checked above
      url: dashboard.url ?? null,
    },
    liveFolder: resolve(projectFolder, 'dist'),
    demoFolder: null,
  };
}

function portFrom(env: Readonly<Record<string, string | undefined>>, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const port = Port.safeParse(Number(text));
  if (!port.success) throw new SentenceError(`${name} is "${text}", but a port is a whole number from 0 to 65535.`);
  return port.data;
}

function readJson(file: string): unknown {
  if (!existsSync(file)) throw new SentenceError(`There is no configuration file ${file}.`);
  try {
    return JSON.parse(readText(file));
  } catch (cause) {
    if (cause instanceof SentenceError) throw cause;
    throw new SentenceError(`${file} is not valid JSON: ${(cause as Error).message}.`, { cause });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SentenceError(`${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}
