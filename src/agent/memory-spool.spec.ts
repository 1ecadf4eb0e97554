import { describe, expect, it } from 'vitest';
import { createMemorySpool } from './memory-spool.ts';
import { spoolRules } from './proof/spool-conformance.ts';

describe('the spool in memory', () => {
  it.each(Object.entries(spoolRules))('%s', (_, check) =>
    check(createMemorySpool, (actual, expected) => expect(actual).toEqual(expected)),
  );
});
