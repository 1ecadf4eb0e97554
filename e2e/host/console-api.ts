import {
  type ConsoleOperationName,
  type ConsoleOperations,
  consoleOperations,
} from '../../src/contract/console-operations.ts';
import { Problem } from '../../src/contract/errors.ts';
import {
  fillPath,
  type OperationAnswer,
  type OperationCall,
  type OperationShape,
  writeQuery,
} from '../../src/contract/operation.ts';

interface LooseCall {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** Calls the console channel of a live host as a signed-in person, and parses every answer with the contract. */
export class ConsoleApi {
  readonly #origin: string;
  readonly #cookie: string;

  constructor(origin: string, cookie: string) {
    this.#origin = origin;
    this.#cookie = cookie;
  }

  /** Exchanges the code of a sign-in link for a session. */
  static async signIn(origin: string, link: string): Promise<ConsoleApi> {
    const { searchParams, hash } = new URL(link);
    const code = searchParams.get('signin') ?? new URLSearchParams(hash.replace(/^#\/?\??/, '')).get('signin');
    const answer = await fetch(`${origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ code }),
    });
    if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`);
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
    if (!cookie) throw new Error('the sign-in gave no cookie');
    return new ConsoleApi(origin, cookie);
  }

  async call<N extends ConsoleOperationName>(
    name: N,
    call: OperationCall<ConsoleOperations[N]>,
  ): Promise<OperationAnswer<ConsoleOperations[N]>> {
    const operation: OperationShape = consoleOperations[name];
    const response = await this.fetch(name, call);
    if (!response.ok) throw new Error(`${name}: ${Problem.parse(await response.json()).detail}`);
    return (operation.answer ? operation.answer.parse(await response.json()) : undefined) as OperationAnswer<
      ConsoleOperations[N]
    >; // parsed with the very schema the type comes from
  }

  /** The bare response, for problems and streams. */
  fetch<N extends ConsoleOperationName>(name: N, call: OperationCall<ConsoleOperations[N]>): Promise<Response> {
    const operation: OperationShape = consoleOperations[name];
    const { params, query, body } = call as LooseCall; // the three parts that any operation may have
    const search = query ? `?${writeQuery(query)}` : '';
    return fetch(`${this.#origin}${fillPath(operation.path, params)}${search}`, {
      method: operation.method,
      headers: {
        cookie: this.#cookie,
        origin: this.#origin,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
