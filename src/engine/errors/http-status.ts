import { EngineError } from './engine-error.ts';
import type { CatalogueKey } from './catalogue.ts';

const byStatus: Record<number, CatalogueKey> = {
  401: 'HTTP_LOGIN',
  407: 'HTTP_LOGIN',
  403: 'HTTP_PERMISSION',
  404: 'HTTP_NOT_FOUND',
  410: 'HTTP_NOT_FOUND',
  408: 'HTTP_TIMEOUT',
  504: 'HTTP_TIMEOUT',
  409: 'HTTP_CONFLICT',
  412: 'HTTP_CONFLICT',
  429: 'HTTP_THROTTLED',
  400: 'HTTP_INVALID',
  413: 'HTTP_INVALID',
  415: 'HTTP_INVALID',
  422: 'HTTP_INVALID',
};

/** The error for an HTTP answer outside 200..299. `message` may name the address and the beginning of the body: it stays here. */
export function httpStatusError(status: number, message: string): EngineError {
  return new EngineError(keyOf(status), message, { code: `HTTP ${status}` });
}

function keyOf(status: number): CatalogueKey {
  const known = byStatus[status];
  if (known) return known;
  if (status >= 500) return 'HTTP_FAILED';
  if (status >= 300 && status < 400) return 'HTTP_REDIRECT';
  return 'HTTP_REFUSED';
}
