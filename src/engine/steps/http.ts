import { request } from 'undici';
import { resolveHeaders } from '../connections/secrets.ts';
import type { RetryRule } from '../definition/retry-rule.ts';
import type { StepOf } from '../definition/step.ts';
import { EngineError } from '../errors/engine-error.ts';
import { httpStatusError } from '../errors/http-status.ts';
import { decodeWhole } from '../files/decode.ts';
import { batches } from '../run/batch.ts';
import type { FlowStep, StepContext } from '../run/step-context.ts';
import { recordsAt } from './records-at.ts';

/** Reading may be tried again; sending is not, unless the definition says that it may. */
const readRetry: RetryRule = { attempts: 3, backoffMs: 500, maxBackoffMs: 10_000 };
const sendOnce: RetryRule = { attempts: 1, backoffMs: 0, maxBackoffMs: 0 };

/** How much of an error answer's body the details keep. */
const BODY_SHOWN_CHARACTERS = 2_000;

/** Records from a JSON answer. Redirects are not followed: the definition names the address. */
export function httpRead(definition: StepOf<'http-read'>): FlowStep {
  return async function* (context) {
    const address = addressOf(definition, context);
    const text = await context.retry(
      `GET ${withoutQuery(address)}`,
      () => call(definition, context, address, 'GET', null),
      definition.retry ?? readRetry,
    );
    const records = recordsAt(parseAnswer(text, address), definition.records);
    if (!records)
      throw new EngineError(
        'JSON_SHAPE',
        `the answer of ${address} has no list of records at "${definition.records ?? ''}"`,
      );
    context.log('info', `${withoutQuery(address)} gave ${records.length} records`);
    yield* batches(records, context.process.batchSize, null);
  };
}

/** Sends each record, or each batch as a list, as JSON. */
export function httpSend(definition: StepOf<'http-send'>): FlowStep {
  return async function* (context, input) {
    const address = addressOf(definition, context);
    for await (const batch of input) {
      const bodies =
        definition.each === 'batch' ? [batch.rows.map((row) => row.fields)] : batch.rows.map((row) => row.fields);
      for (const body of bodies) {
        await context.retry(
          `${definition.method} ${withoutQuery(address)}`,
          () => call(definition, context, address, definition.method, JSON.stringify(body)),
          definition.retry ?? sendOnce,
        );
      }
      yield batch;
    }
  };
}

async function call(
  definition: StepOf<'http-read'> | StepOf<'http-send'>,
  context: StepContext,
  address: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  body: string | null,
): Promise<string> {
  const shared = definition.connection === undefined ? {} : context.connection(definition.connection, 'http').headers;
  const headers = await resolveHeaders({ ...shared, ...definition.headers }, context.credentials);
  const answer = await request(address, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body,
    signal: AbortSignal.any([context.signal, AbortSignal.timeout(definition.timeoutMs)]),
  });
  const maxBytes = definition.kind === 'http-read' ? definition.maxBytes : BODY_SHOWN_CHARACTERS * 4;
  if (answer.statusCode < 200 || answer.statusCode > 299) {
    const text = await decodeWhole(answer.body, 'utf-8', address, BODY_SHOWN_CHARACTERS * 4).catch(
      () => '(the body cannot be shown)',
    );
    throw httpStatusError(
      answer.statusCode,
      `${method} ${address} answered ${answer.statusCode}: ${text.slice(0, BODY_SHOWN_CHARACTERS)}`,
    );
  }
  if (definition.kind === 'http-send') {
    await answer.body.dump();
    return '';
  }
  return decodeWhole(answer.body, 'utf-8', address, maxBytes);
}

function addressOf(definition: StepOf<'http-read'> | StepOf<'http-send'>, context: StepContext): string {
  if (definition.connection === undefined || !definition.url.startsWith('/')) return definition.url;
  return `${context.connection(definition.connection, 'http').baseUrl.replace(/\/$/, '')}${definition.url}`;
}

/** For log lines: parameters of a query may be long, and are in the definition anyway. */
function withoutQuery(address: string): string {
  return address.split('?')[0] ?? address;
}

function parseAnswer(text: string, address: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EngineError(
      'JSON_PARSE',
      `the answer of ${address} is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
