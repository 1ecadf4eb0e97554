import { isTemplate, reduceTemplate, unknownWords } from '#agent/index.ts';
import { ErrorCode } from '#contract/failure.ts';
import { describe, expect, it } from 'vitest';
import { failureKinds } from './failures.ts';
import { randomStream } from './random.ts';

describe('the catalogue of failures', () => {
  it.each(failureKinds.map((kind) => [kind.id, kind] as const))('%s leaves a runtime as it is written', (_, kind) => {
    expect(unknownWords(kind.template)).toEqual([]);
    expect(isTemplate(kind.template)).toBe(true);
    if (kind.code !== null) expect(ErrorCode.safeParse(kind.code).success).toBe(true);
  });

  it('has messages that say more than their templates', () => {
    for (const kind of failureKinds) {
      const message = kind.message({
        random: randomStream(1),
        connector: 'ERP01',
        file: '/in/ORD.csv',
        host: 'erp.example',
      });
      expect(message.length).toBeGreaterThan(0);
      expect(reduceTemplate(message).length).toBeLessThanOrEqual(300);
    }
  });
});
