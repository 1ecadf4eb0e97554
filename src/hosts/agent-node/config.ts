import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { Name } from '#contract/primitives.ts';
import { SentenceError } from '#hosts/sentence-error.ts';

export const usage = `daymark-agent --platform https://host:port --workspace DIR --state DIR [options]

  --platform URL            the platform, https
  --workspace DIR           processes and connections of this runtime
  --state DIR               identity, spool, ledger and log of the agent
  --token TOKEN             one-time enrolment token, for the first start (or DAYMARK_ENROLMENT_TOKEN)
  --name NAME               name of the runtime, for the first start
  --authority FILE          certificate of the platform's authority (PEM), for the first start
  --fingerprint HEX         or its SHA-256 fingerprint
  --site TEXT               where the runtime stands
  --tag TEXT                a tag, may be repeated
  --spool-limit-mb NUMBER   room for reports while the platform is away (default 500)
  --config FILE             the same as JSON, names as above without hyphens at the start; flags win
  --help                    this text
`;

const Text = z.string().check(z.minLength(1), z.maxLength(1_000));

const Given = z.strictObject({
  platform: z.optional(Text),
  workspace: z.optional(Text),
  state: z.optional(Text),
  token: z.optional(z.string().check(z.minLength(20), z.maxLength(200))),
  name: z.optional(Name),
  authority: z.optional(Text),
  fingerprint: z.optional(z.string().check(z.regex(/^([0-9a-fA-F]{2}:?){32}$/))),
  site: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  tag: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(40))).check(z.maxLength(20))),
  'spool-limit-mb': z.optional(z.coerce.number().check(z.gte(1), z.lte(100_000))),
});
type Given = z.infer<typeof Given>;

/** How an agent on Node is set up. */
export interface AgentConfig {
  /** https origin. */
  platform: string;
  workspaceDirectory: string;
  stateDirectory: string;
  token: string | null;
  name: string | null;
  /** PEM, or the fingerprint to find it by; needed for the first start only. */
  authority: { pem: string } | { fingerprint: string } | null;
  site: string | null;
  tags: string[];
  spoolLimitBytes: number;
}

/** Reads flags, environment and configuration file; null when help was asked for. Throws a `SentenceError` naming what is wrong. */
export function readConfig(args: string[], environment: Record<string, string | undefined>): AgentConfig | null {
  const { help, config, ...flags } = readFlags(args);
  if (help) return null;
  const fromFile = config === undefined ? {} : parse(readJson(config), `the configuration file ${config}`);
  const token = environment['DAYMARK_ENROLMENT_TOKEN'];
  const fromEnvironment = token === undefined || token === '' ? {} : parse({ token }, 'DAYMARK_ENROLMENT_TOKEN');
  const given: Given = { ...fromFile, ...fromEnvironment, ...parse(flags, 'the command line') };
  const need = (key: 'platform' | 'workspace' | 'state'): string => {
    const value = given[key];
    if (value === undefined) throw new SentenceError(`--${key} is missing. "daymark-agent --help" shows all options.`);
    return value;
  };
  return {
    platform: originOf(need('platform')),
    workspaceDirectory: resolve(need('workspace')),
    stateDirectory: resolve(need('state')),
    token: given.token ?? null,
    name: given.name ?? null,
    authority: authorityOf(given),
    site: given.site ?? null,
    tags: given.tag ?? [],
    spoolLimitBytes: (given['spool-limit-mb'] ?? 500) * 1_000_000,
  };
}

function readFlags(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args,
      options: {
        platform: text,
        workspace: text,
        state: text,
        token: text,
        name: text,
        authority: text,
        fingerprint: text,
        site: text,
        tag: { type: 'string', multiple: true },
        'spool-limit-mb': text,
        config: text,
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (cause) {
    throw new SentenceError(
      `${(cause as Error).message.split('. To ')[0]}. "daymark-agent --help" shows all options.`,
      { cause },
    );
  }
}

function parse(value: unknown, where: string): Given {
  const parsed = Given.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') throw new SentenceError(`Unknown in ${where}: ${issue.keys.join(', ')}.`);
  throw new SentenceError(
    `"${issue?.path.join('.') ?? ''}" in ${where} is not valid: ${issue?.message ?? 'wrong form'}.`,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (cause) {
    throw new SentenceError(`The configuration file ${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

function originOf(text: string): string {
  const url = URL.parse(text);
  const isOrigin =
    url !== null &&
    url.protocol === 'https:' &&
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '';
  if (!isOrigin)
    throw new SentenceError(
      `--platform must be an address like https://platform.example:8443, not ${JSON.stringify(text)}.`,
    );
  return url.origin;
}

function authorityOf({ authority, fingerprint }: Given): AgentConfig['authority'] {
  if (authority === undefined) return fingerprint === undefined ? null : { fingerprint };
  try {
    const pem = readFileSync(authority, 'utf8');
    new X509Certificate(pem);
    return { pem };
  } catch (cause) {
    throw new SentenceError(
      `The authority ${authority} is not a readable certificate in PEM form: ${(cause as Error).message}.`,
      { cause },
    );
  }
}
