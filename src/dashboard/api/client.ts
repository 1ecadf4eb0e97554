import { type ConsoleOperationName, type ConsoleOperations, consoleOperations } from '#contract/console-operations.ts';
import { Problem, ProblemError } from '#contract/errors.ts';
import {
  type OperationAnswer,
  type OperationCall,
  type OperationShape,
  fillPath,
  writeQuery,
} from '#contract/operation.ts';

/** Names of operations that answer once, with JSON or nothing. Streams go through `open`. */
export type JsonOperationName = {
  [N in ConsoleOperationName]: ConsoleOperations[N] extends { stream: string } ? never : N;
}[ConsoleOperationName];

/** What an operation is called with: its path parameters, query and body, as far as it has them. */
export type CallOf<N extends ConsoleOperationName> = OperationCall<ConsoleOperations[N]>;

/** What an operation answers. */
export type AnswerOf<N extends ConsoleOperationName> = OperationAnswer<ConsoleOperations[N]>;

/** The platform gave no usable answer: it is away, too slow, or something between spoke in its place. */
export class UnreachableError extends Error {
  readonly kind: 'away' | 'too-slow' | 'not-ours' | 'off-contract';

  constructor(kind: UnreachableError['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'UnreachableError';
    this.kind = kind;
  }
}

/** A `ProblemError` as it came over the wire: with the id that finds it in the platform's log. */
export class AnsweredProblem extends ProblemError {
  readonly requestId: string;

  constructor(problem: Problem) {
    super(problem.code, problem.detail, problem.field === null ? {} : { field: problem.field });
    this.requestId = problem.requestId;
  }
}

/** Speaks to the platform on behalf of the page. */
export interface ApiClient {
  /** Calls an operation. Rejects with `ProblemError`, `UnreachableError`, or the abort reason of `signal`. */
  call<N extends JsonOperationName>(name: N, call: CallOf<N>, signal?: AbortSignal): Promise<AnswerOf<N>>;
  /** Opens an operation that streams, with no deadline: end it through `signal`. The answer is known to be a success. */
  open<N extends ConsoleOperationName>(name: N, call: CallOf<N>, signal: AbortSignal): Promise<Response>;
  /** The full address of an operation that is read with GET, for "copy as cURL" and downloads. */
  address<N extends ConsoleOperationName>(name: N, call: CallOf<N>): string;
  /** From now on every call carries this token; null takes it away. Only hosts without cookies give one. */
  useBearer(token: string | null): void;
}

/** An answer has to begin within this time: longer than any honest query (0.6 s), shorter than a person's patience. */
export const CALL_DEADLINE_MS = 15_000;

/** Everything that the client takes from its surroundings. */
export interface ApiClientOptions {
  /** Where `/api` lives, ending in `/`: the page's own base. */
  base: string;
  fetch: typeof fetch;
  /** Parse every answer against the contract: in development and in tests, where a wrong answer must be loud. */
  parsesAnswers: boolean;
}

type AnyCall = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };

/** Makes a client. The page has one, `api`; specs make their own. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  let bearer: string | null = null;

  function address(name: ConsoleOperationName, call: AnyCall): string {
    const path = fillPath(consoleOperations[name].path, call.params);
    const search = writeQuery(call.query ?? {}).toString();
    return `${options.base}${path.slice(1)}${search === '' ? '' : `?${search}`}`;
  }

  async function send(
    name: ConsoleOperationName,
    call: AnyCall,
    accept: string,
    signal: AbortSignal,
  ): Promise<Response> {
    const headers = new Headers({ accept });
    if (bearer !== null) headers.set('authorization', `Bearer ${bearer}`);
    if (call.body !== undefined) headers.set('content-type', 'application/json');
    let response: Response;
    try {
      response = await options.fetch(address(name, call), {
        method: consoleOperations[name].method,
        headers,
        signal,
        credentials: 'same-origin',
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      });
    } catch (error) {
      throw readAbort(error, signal);
    }
    if (!response.ok) throw await readProblem(response);
    return response;
  }

  return {
    async call(name, call, signal) {
      const deadline = AbortSignal.timeout(CALL_DEADLINE_MS);
      const both = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      const response = await send(name, call as AnyCall, 'application/json', both);
      return (await readAnswer(name, response, both, options.parsesAnswers)) as AnswerOf<typeof name>;
    },
    open: (name, call, signal) => send(name, call as AnyCall, '*/*', signal),
    address: (name, call) => address(name, call as AnyCall),
    useBearer(token) {
      bearer = token;
    },
  };
}

/** The page's client. The base is the page's own, so that a build works under any path. */
export const api: ApiClient = createApiClient({
  base: new URL(import.meta.env.BASE_URL, globalThis.document?.baseURI ?? 'http://localhost/').href,
  // Looked up at each call: the bundled world and specs replace it after this module has loaded.
  fetch: (input, init) => globalThis.fetch(input, init),
  parsesAnswers: import.meta.env.DEV || import.meta.env.MODE === 'test',
});

async function readAnswer(
  name: ConsoleOperationName,
  response: Response,
  signal: AbortSignal,
  parses: boolean,
): Promise<unknown> {
  const operation: OperationShape = consoleOperations[name];
  if (operation.answer === undefined) return undefined;
  let answer: unknown;
  try {
    answer = await response.json();
  } catch (error) {
    if (signal.aborted) throw readAbort(error, signal);
    throw new UnreachableError('not-ours', 'the answer was not JSON', error);
  }
  if (!parses) return answer;
  const parsed = operation.answer.safeParse(answer);
  if (parsed.success) return answer;
  const [issue] = parsed.error.issues;
  throw new UnreachableError(
    'off-contract',
    `the answer of ${name} breaks the contract at ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

async function readProblem(response: Response): Promise<Error> {
  const text = await response.text().catch(() => '');
  try {
    const parsed = Problem.safeParse(JSON.parse(text));
    if (parsed.success) return new AnsweredProblem(parsed.data);
  } catch {
    // Not JSON at all: a proxy or another server answered; said below.
  }
  const kind = response.status >= 502 && response.status <= 504 ? 'away' : 'not-ours';
  return new UnreachableError(kind, `HTTP ${response.status} without a problem description`);
}

/** Tells an abort by the caller (passed on as it is) from the deadline and from a platform that is away. */
function readAbort(error: unknown, signal: AbortSignal): unknown {
  if (!signal.aborted) return new UnreachableError('away', 'the platform could not be reached', error);
  const reason: unknown = signal.reason;
  if (reason instanceof DOMException && reason.name === 'TimeoutError') {
    return new UnreachableError('too-slow', `no answer within ${CALL_DEADLINE_MS / 1000} s`, error);
  }
  return reason;
}
