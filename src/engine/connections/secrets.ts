import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { CredentialSource, HttpHeaders } from '../definition/credential.ts';
import { EngineError } from '../errors/engine-error.ts';

/** Gives credentials their values at the moment of use; keeps none. */
export interface Credentials {
  /** @throws EngineError `CREDENTIAL_MISSING` naming the variable or secret, never a value. */
  resolve(source: CredentialSource): Promise<string>;
}

const SecretsFile = z.record(z.string(), z.string());

/** Credentials from an environment and a secrets file: one flat JSON object of strings, read anew each time so that a changed secret counts at once. */
export function credentialsFrom(environment: Record<string, string | undefined>, secretsFile: string): Credentials {
  return {
    async resolve(source) {
      if ('$env' in source) {
        const value = environment[source.$env];
        if (value === undefined)
          throw new EngineError('CREDENTIAL_MISSING', `environment variable ${source.$env} is not set`);
        return value;
      }
      const value = (await readSecrets(secretsFile))[source.$secret];
      if (value === undefined)
        throw new EngineError('CREDENTIAL_MISSING', `secret "${source.$secret}" is not in secrets.json`);
      return value;
    },
  };
}

/** Headers with every credential resolved. */
export async function resolveHeaders(headers: HttpHeaders, credentials: Credentials): Promise<Record<string, string>> {
  const entries = Object.entries(headers).map(
    async ([name, value]) => [name, typeof value === 'string' ? value : await credentials.resolve(value)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function readSecrets(file: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  // The parser's message would quote the file's text: it is dropped on purpose.
  const parsed = SecretsFile.safeParse(safeJson(text));
  if (!parsed.success) throw new EngineError('CREDENTIAL_MISSING', 'secrets.json is not a JSON object of strings');
  return parsed.data;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
