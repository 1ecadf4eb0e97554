import * as z from 'zod/mini';
import { en } from 'zod/locales';
import { ProblemError } from '#contract/errors.ts';
import { type OperationShape, readQuery } from '#contract/operation.ts';
import { TRACKING_BODY_MAX_BYTES } from '#contract/rules.ts';
import { readText } from './read-body.ts';

z.config(en()); // zod/mini brings no words of its own; without them every message is "Invalid input"

/** Largest JSON body that a person's page sends. */
const CONSOLE_BODY_MAX_BYTES = 100_000;

/**
 * Reads params, query and body of a call by the operation's schemas. Throws `bad-request` that names the first offending field
 * (`query.limit`), and `too-large` before a body outgrows its limit.
 */
export async function parseInput(
  operation: OperationShape,
  request: Request,
  params: Record<string, string>,
): Promise<{ params: unknown; query: unknown; body: unknown }> {
  const search = new URL(request.url).searchParams;
  return {
    params: operation.params ? parsed(operation.params, params, 'path') : undefined,
    query: operation.query ? parsed(operation.query, readQuery(operation.query, search), 'query') : undefined,
    body: operation.body ? parsed(operation.body, await readJson(request, operation), 'body') : undefined,
  };
}

async function readJson(request: Request, operation: OperationShape): Promise<unknown> {
  const limit = operation.channel === 'console' ? CONSOLE_BODY_MAX_BYTES : TRACKING_BODY_MAX_BYTES;
  const text = await readText(request, limit);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProblemError('bad-request', 'The body is not JSON.', { field: 'body', cause });
  }
}

function parsed(schema: z.ZodMiniType, value: unknown, place: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (!issue) throw new ProblemError('bad-request', `The ${place} is not valid.`, { field: place });
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [place, ...issue.path, ...unknownKey].map(String).join('.').slice(0, 200);
  const detail = unknownKey.length > 0 ? `${field} is not known here.` : `${field}: ${issue.message}.`;
  throw new ProblemError('bad-request', detail.slice(0, 500), { field });
}
