import type * as z from 'zod/mini';
import type { ErrorClass } from '#contract/failure.ts';

/** What each class of error means, in a clause. */
export const classWords: Record<z.infer<typeof ErrorClass>, string> = {
  connection: 'The connection could not be made or was lost.',
  credential: 'The logon was refused.',
  permission: 'The account may not do this.',
  'not-found': 'Something that was named does not exist.',
  timeout: 'It took longer than it may.',
  throttled: 'The endpoint asks for fewer calls.',
  'target-refused': 'The endpoint refused what was sent.',
  'target-failed': 'The endpoint failed.',
  'data-invalid': 'A value is not valid.',
  'data-missing': 'A value is missing.',
  duplicate: 'It exists already.',
  parse: 'The input could not be read.',
  encoding: 'The input is in another encoding.',
  mapping: 'The mapping failed.',
  schema: 'The structure is not the expected one.',
  disk: 'The disk of the runtime refused.',
  limit: 'A limit was reached.',
  configuration: 'The process or its connection is not configured rightly.',
  aborted: 'It was stopped.',
  internal: 'The runtime itself failed.',
  unknown: 'Of no known kind.',
};
