import { describe, expect, it } from 'vitest';
import type { Execution } from '#contract/execution.ts';
import { freshRows, heldReason } from './held-rows.ts';

const run = (id: string, state: Execution['state'] = 'ok') => ({ id, state }) as Execution;

describe('rows that stand while new runs arrive', () => {
  it('hold back what is new and replace what is known in its place', () => {
    const { rows, held } = freshRows(
      [run('b', 'running'), run('a')],
      [run('d'), run('c'), run('b', 'failed'), run('a')],
    );
    expect(rows.map(({ id, state }) => [id, state])).toEqual([
      ['b', 'failed'],
      ['a', 'ok'],
    ]);
    expect(held.map(({ id }) => id)).toEqual(['d', 'c']);
  });
  it('keep a row that no longer fits the filter until the list is shown anew', () => {
    expect(freshRows([run('a', 'running')], []).rows).toHaveLength(1);
  });
});

describe('the reason for holding back', () => {
  it.each([
    [{ isSelected: true, isPointed: true, isScrolled: true }, 'a row is selected'],
    [{ isSelected: false, isPointed: true, isScrolled: true }, 'the list is scrolled'],
    [{ isSelected: false, isPointed: true, isScrolled: false }, 'the pointer is on the list'],
    [{ isSelected: false, isPointed: false, isScrolled: false }, null],
  ])('%o is %s', (given, reason) => expect(heldReason(given)).toBe(reason));
});
