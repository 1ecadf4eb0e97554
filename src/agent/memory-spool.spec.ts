import { describe } from 'vitest';
import { createMemorySpool } from './memory-spool.ts';
import { spoolConformance } from './proof/spool-conformance.ts';

describe('the spool in memory', () => {
  spoolConformance(createMemorySpool);
});
