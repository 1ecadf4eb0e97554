import { ProblemError } from '#contract/errors.ts';
import { createLineMatcher } from '#platform/answers/line-matcher.ts';
import { logText, readLines, searchLines } from '#platform/answers/read-log.ts';
import type { Core } from '#platform/core.ts';
import { requestId } from '#platform/requests/titles.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';
import type { StoredRequest } from '#platform/store/store.ts';
import { findRequest } from './requests.ts';

const PAGE = 200;

type Handlers = Pick<
  ConsoleHandlers,
  'getErrorDetails' | 'getLogOutline' | 'getLogLines' | 'searchLog' | 'downloadLog'
>;

export function logHandlers(core: Core): Handlers {
  const { answers } = core;
  return {
    async getErrorDetails({ params }) {
      const request = await answeredRequest(core, params.requestId, 'execution-error');
      return answers.error(request.number);
    },
    async getLogOutline({ params }) {
      const request = await answeredRequest(core, params.requestId, 'execution-log');
      const { chunks: _chunks, ...outline } = await answers.log(request.number);
      return {
        requestId: requestId(request.number),
        ...outline,
        fetched: {
          by: request.askedBy.name,
          askedAt: request.askedAt,
          answeredAt: request.answer.receivedAt,
          runtimeName: core.fleet.get(request.runtimeId)?.record.name ?? request.runtimeId,
        },
      };
    },
    async getLogLines({ params, query }) {
      const { number } = await answeredRequest(core, params.requestId, 'execution-log');
      return {
        requestId: params.requestId,
        ...(await readLines(answers, number, query, query.position ?? 0, query.limit ?? PAGE)),
      };
    },
    async searchLog({ params, query }) {
      const { number } = await answeredRequest(core, params.requestId, 'execution-log');
      const matcher = createLineMatcher({
        text: query.q,
        isRegex: query.regex ?? false,
        isCaseSensitive: query.caseSensitive ?? false,
        now: () => core.now(),
      });
      return { requestId: params.requestId, ...(await searchLines(answers, number, query, matcher)) };
    },
    async downloadLog({ params, query }, context) {
      const { number } = await answeredRequest(core, params.requestId, 'execution-log');
      const description = await answers.log(number);
      return new Response(logText(answers, number, description, query), {
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'content-disposition': `attachment; filename="log-${description.executionId}.txt"`, // an Id: safe in a header
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
          'x-request-id': context.requestId,
        },
      });
    },
  };
}

/** A request of a kind whose answer came. Throws `no-answer-kept` while it has none, and for another kind. */
async function answeredRequest(
  core: Core,
  id: string,
  kind: StoredRequest['kind'],
): Promise<StoredRequest & { answer: NonNullable<StoredRequest['answer']> }> {
  const request = await findRequest(core, id);
  const { answer } = request;
  if (request.kind !== kind || request.state !== 'answered' || answer === null) {
    throw new ProblemError('no-answer-kept', `${id} has no such answer.`);
  }
  return { ...request, answer };
}
