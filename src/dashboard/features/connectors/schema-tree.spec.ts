import { describe, expect, it } from 'vitest';
import type { SchemaField, SchemaObjectRow } from '#contract/connector.ts';
import { type KnownFields, type TreeRow, keyWords, treeRowKey, treeRows } from './schema-tree.ts';

const row = (index: number, namespace: string | null, name: string, matches: string[] = []): SchemaObjectRow => ({
  index,
  namespace,
  name,
  kind: 'table',
  comment: null,
  fieldCount: 2,
  matches,
});
const field = (name: string, keys: SchemaField['keys'] = []): SchemaField => ({
  name,
  type: 'integer',
  nullable: false,
  keys,
  references: null,
  comment: null,
});
const namespaces = [
  { namespace: 'OPS', objects: 1 },
  { namespace: 'SALES', objects: 214 },
];
const objects = [row(0, 'OPS', 'JOB'), row(1, 'SALES', 'ORDER', ['SHIP_TO']), row(2, 'SALES', 'ORDER_LINE')];

describe('the rows of a schema tree', () => {
  it('name a namespace once, with the objects it holds over the whole search', () =>
    expect(
      treeRows(
        objects,
        namespaces,
        () => false,
        () => undefined,
      ).map((each) => (each.kind === 'namespace' ? [each.namespace, each.objects] : each.kind)),
    ).toEqual([['OPS', 1], 'object', ['SALES', 214], 'object', 'object']));
  it('leave namespaces out where the source has none', () =>
    expect(
      treeRows(
        [row(0, null, 'orders.csv')],
        [{ namespace: null, objects: 1 }],
        () => false,
        () => undefined,
      ),
    ).toHaveLength(1));
  it('put the fields under an open object and mark those the search hit', () => {
    const rows = treeRows(
      objects,
      namespaces,
      (index) => index === 1,
      () => ({ ...row(1, 'SALES', 'ORDER'), fields: [field('ID'), field('SHIP_TO')] }),
    );
    expect(rows.filter((each) => each.kind === 'field').map((each) => [each.field.name, each.isMatch])).toEqual([
      ['ID', false],
      ['SHIP_TO', true],
    ]);
  });
  it.each([
    [undefined, 'fields-waiting'],
    ['failed', 'fields-failed'],
    [{ ...row(1, 'SALES', 'ORDER'), fields: [] }, 'no-fields'],
  ] satisfies [KnownFields, TreeRow['kind']][])('say so while fields are %o', (known, kind) =>
    expect(
      treeRows(
        [row(1, null, 'x')],
        [],
        () => true,
        () => known,
      ).at(-1)?.kind,
    ).toBe(kind),
  );
  it('have a key of their own each', () => {
    const rows = treeRows(
      objects,
      namespaces,
      () => true,
      () => ({ ...row(1, 'SALES', 'ORDER'), fields: [field('ID')] }),
    );
    expect(new Set(rows.map(treeRowKey)).size).toBe(rows.length);
  });
});

describe('keys of a field', () => {
  it('are said shortly, each role', () => expect(keyWords(field('a', ['primary', 'foreign']))).toBe('PK FK'));
});
