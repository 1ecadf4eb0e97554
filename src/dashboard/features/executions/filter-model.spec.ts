import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '#dashboard/app/search.ts';
import { executionsSearch, type ExecutionsSearch } from './executions-search.ts';
import {
  canonical,
  chipsOf,
  filterQuery,
  outerWindow,
  recoveredOf,
  rowsWindow,
  savedViews,
  viewOf,
  withSenseTurned,
  withSingle,
  withValues,
  withoutChip,
} from './filter-model.ts';

const read = (text: string): ExecutionsSearch => executionsSearch.validate(parseSearch(text));

describe('the triage view', () => {
  it('is what an address without a filter means', () => {
    expect(recoveredOf({})).toBe('no');
    expect(viewOf({})).toBe('attention');
    expect(filterQuery({})).toEqual({ recovered: 'no' });
  });
  it('is not forced upon a link that filters by something', () => {
    expect(filterQuery(read('?state=ok'))).toEqual({ state: ['ok'] });
    expect(filterQuery(read('?group=F-12'))).toEqual({ group: ['F-12'] });
  });
  it('can be left for all runs, and that is kept in the address', () => {
    const all = canonical({ recovered: 'any' });
    expect(all).toEqual({ recovered: 'any' });
    expect(viewOf(all)).toBe('all');
    expect(filterQuery(all)).toEqual({});
  });
  it('stays when a filter is added to it', () =>
    expect(filterQuery(withValues({}, 'runtime', false, ['rt-1']))).toEqual({ runtime: ['rt-1'], recovered: 'no' }));
  it('does not come back when the last filter goes', () => {
    const [chip] = chipsOf(read('?state=ok'));
    expect(chip).toBeDefined();
    if (chip !== undefined) expect(viewOf(withoutChip(read('?state=ok'), chip))).toBe('all');
  });
});

describe('chips', () => {
  it('are one per field and sense', () =>
    expect(chipsOf(read('?runtime=a&runtime=b&runtime=!c&q=erp&slow=1.8&from=5'))).toEqual([
      { kind: 'field', field: 'runtime', isNegated: false, values: ['a', 'b'], invalid: [] },
      { kind: 'field', field: 'runtime', isNegated: true, values: ['c'], invalid: [] },
      { kind: 'slow', factor: 1.8 },
      { kind: 'q', text: 'erp' },
      { kind: 'range', from: 5, to: undefined },
    ]));
  it('name a value that cannot be, and leave it out of the question', () => {
    const search = read('?state=blue&state=failed&trigger=!never');
    expect(chipsOf(search).map((chip) => (chip.kind === 'field' ? chip.invalid : []))).toEqual([['blue'], ['never']]);
    expect(filterQuery(search)).toEqual({ state: ['failed'] });
  });
  it('turn from is to is not and back', () => {
    const search = read('?runtime=a&runtime=b&process=p');
    const chip = chipsOf(search)[1];
    if (chip?.kind !== 'field') throw new Error('expected a field');
    const turned = withSenseTurned(search, chip);
    expect(turned.runtime).toEqual(['!a', '!b']);
    expect(turned.process).toEqual(['p']);
  });
  it('leave with everything they say', () => {
    for (const chip of chipsOf(read('?runtime=a&runtime=!b&recovered=no&slow=2&q=x&from=1&to=2'))) {
      const rest = chipsOf(withoutChip(read('?runtime=a&runtime=!b&recovered=no&slow=2&q=x&from=1&to=2'), chip));
      expect(rest).toHaveLength(5);
      expect(rest).not.toContainEqual(chip);
    }
  });
});

describe('windows', () => {
  it('are the brushed range for the rows, the whole for the counts', () => {
    expect(rowsWindow({ from: 90_000_000 }, '24h')).toEqual({ from: 90_000_000 });
    expect(outerWindow({ from: 90_000_000 }, '24h', 100_000_000)).toEqual({ last: '24h' });
    expect(rowsWindow({}, '7d')).toEqual({ last: '7d' });
  });
  it('move to a range that lies before them', () =>
    expect(outerWindow({ from: 1_000_000, to: 2_000_000 }, '1h', 100_000_000)).toEqual({
      from: 500_000,
      to: 2_500_000,
    }));
});

describe('the address', () => {
  it('reads back what was written, for every filter', () => {
    const value = fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((text) => text.trim() !== '' && text.isWellFormed());
    const values = fc.uniqueArray(value, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.record(
          {
            state: values,
            process: values,
            runtime: values,
            q: value,
            recovered: fc.constantFrom('yes', 'no', 'any'),
            from: fc.nat(),
          },
          { requiredKeys: [] },
        ),
        (search) => {
          const address = canonical(search as ExecutionsSearch);
          expect(read(stringifySearch(address))).toEqual(
            Object.fromEntries(Object.entries(address).filter(([, kept]) => kept !== undefined)),
          );
        },
      ),
    );
  });
  it.each(savedViews)('opens the view $name', (view) =>
    expect(viewOf(read(stringifySearch(canonical(view.filter))))).toBe(view.id),
  );
  it('drops what is nonsense', () => expect(read('?sort=size&slow=many&from=yesterday&open=../etc')).toEqual({}));
  it('keeps single filters beside the others', () =>
    expect(filterQuery(withSingle(read('?state=ok'), { q: 'erp' }))).toEqual({ state: ['ok'], q: 'erp' }));
});
