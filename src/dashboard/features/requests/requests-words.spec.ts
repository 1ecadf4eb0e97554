import { describe, expect, it } from 'vitest';
import type { Request } from '#contract/request.ts';
import { parseSearch } from '#dashboard/app/search.ts';
import { requestsQuery, requestsSearch } from './requests-search.ts';
import { requestsHeadline } from './requests-words.ts';

const waiting = (kind: 'next-contact' | 'when-it-returns') => ({ estimate: { kind } }) as Request;

describe('the headline of the requests', () => {
  it.each([
    [0, [], 'No request waits.'],
    [1, [waiting('next-contact')], '1\u00a0request waits, all for runtimes in contact.'],
    [1, [waiting('when-it-returns')], '1\u00a0request waits, for a runtime that is offline.'],
    [
      3,
      [waiting('next-contact'), waiting('when-it-returns'), waiting('next-contact')],
      '3\u00a0requests wait, one of them for a runtime that is offline.',
    ],
    [
      2,
      [waiting('when-it-returns'), waiting('when-it-returns')],
      '2\u00a0requests wait, all for runtimes that are offline.',
    ],
  ])('with %i open', (open, rows, words) => expect(requestsHeadline(open, rows)).toBe(words));
});

describe('the filter of the requests', () => {
  const query = (text: string) => requestsQuery(requestsSearch.validate(parseSearch(text)));
  it('asks for everything by default', () => expect(query('')).toEqual({}));
  it('asks for mine', () => expect(query('?view=mine')).toEqual({ mine: true }));
  it('asks for what came to nothing', () =>
    expect(query('?view=unsuccessful&kind=execution-log')).toEqual({
      state: ['refused', 'failed', 'expired', 'cancelled'],
      kind: ['execution-log'],
    }));
  it('falls back when the view is none', () => expect(query('?view=standing')).toEqual({}));
});
