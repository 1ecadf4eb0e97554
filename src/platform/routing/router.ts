import { Hono } from 'hono';
import { ProblemError, type ProblemCode } from '#contract/errors.ts';
import type { OperationShape } from '#contract/operation.ts';
import type { PlatformLog } from '#platform/ports.ts';
import type { CallContext } from './handlers.ts';
import { parseInput } from './parse-input.ts';
import { problemResponse } from './problems.ts';

/** A handler as the router sees it: the typed tables guarantee that input and answer fit the operation. */
type AnyHandler<C> = (input: { params: never; query: never; body: never }, context: C) => Promise<unknown>;

interface RouterOptions<Caller, C extends CallContext> {
  operations: Readonly<Record<string, OperationShape>>;
  handlers: Readonly<Record<string, AnyHandler<C>>>;
  /** Checks who calls and what they may, before anything of the call is parsed. Throws a `ProblemError` to refuse. */
  admit: (caller: Caller, operation: OperationShape, call: CallContext) => Promise<C>;
  log: PlatformLog;
  newId: () => string;
  parseAnswers: boolean;
}

/** Codes that any operation may answer with, declared or not. */
const alwaysPossible: readonly ProblemCode[] = ['internal', 'store-unavailable', 'too-large', 'not-allowed'];

/** Routes derived from a table of operations: path to schema to handler. The result never rejects. */
export function createRouter<Caller, C extends CallContext>(
  options: RouterOptions<Caller, C>,
): (request: Request, caller: Caller) => Promise<Response> {
  const app = new Hono<{ Bindings: { caller: Caller } }>();
  for (const [name, operation] of Object.entries(options.operations)) {
    const handler = options.handlers[name];
    if (!handler) throw new Error(`the operation ${name} has no handler`);
    app.on(operation.method, operation.path, (c) =>
      answer(options, { name, operation, handler, caller: c.env.caller, request: c.req.raw, params: c.req.param() }),
    );
  }
  app.notFound((c) => {
    const { pathname } = new URL(c.req.raw.url);
    const detail = `${c.req.raw.method} ${pathname.slice(0, 200)} is not an operation of this platform.`;
    return problemResponse(new ProblemError('unknown-operation', detail), options.newId(), options.log);
  });
  return async (request, caller) => app.fetch(request, { caller });
}

interface Call<Caller, C> {
  name: string;
  operation: OperationShape;
  handler: AnyHandler<C>;
  caller: Caller;
  request: Request;
  params: Record<string, string>;
}

async function answer<Caller, C extends CallContext>(
  options: RouterOptions<Caller, C>,
  { name, operation, handler, caller, request, params }: Call<Caller, C>,
): Promise<Response> {
  const requestId = options.newId();
  try {
    const context = await options.admit(caller, operation, { request, requestId, headers: new Headers() });
    const input = await parseInput(operation, request, params);
    const value = await handler(input as Parameters<AnyHandler<C>>[0], context); // parsed with the handler's own schemas
    if (value instanceof Response) return value;
    context.headers.set('cache-control', 'no-store');
    context.headers.set('x-request-id', requestId);
    if (!operation.answer) return new Response(null, { status: 204, headers: context.headers });
    const checked: unknown = options.parseAnswers ? operation.answer.parse(value) : value;
    context.headers.set('content-type', 'application/json');
    return new Response(JSON.stringify(checked), { headers: context.headers });
  } catch (error) {
    if (
      error instanceof ProblemError &&
      !operation.errors.includes(error.code) &&
      !alwaysPossible.includes(error.code)
    ) {
      options.log('warn', 'undeclared-problem', { requestId, operation: name, code: error.code });
    }
    return problemResponse(error, requestId, options.log);
  }
}
