import { ProblemError, problemKinds, type Problem } from '#contract/errors.ts';
import type { PlatformLog } from '#platform/ports.ts';

/** The answer to anything that was thrown: expected failures as they are, everything else as `internal`, which says nothing of its cause. */
export function problemResponse(error: unknown, requestId: string, log: PlatformLog): Response {
  const problem = error instanceof ProblemError ? error : unexpected(error, requestId, log);
  const { status, title } = problemKinds[problem.code];
  const body: Problem = {
    type: `urn:daymark:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    field: problem.field,
    requestId,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    },
  });
}

function unexpected(error: unknown, requestId: string, log: PlatformLog): ProblemError {
  log('error', 'internal-error', {
    requestId,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return new ProblemError('internal', 'Something unexpected happened on the platform; its log has the details.');
}
