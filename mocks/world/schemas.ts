import type { SchemaField, SchemaObject, SchemaObjectKind } from '#contract/connector.ts';
import type { WorldConnector } from './connectors.ts';
import { hash, type RandomStream, randomStream } from './random.ts';

interface Style {
  namespaces: readonly (string | null)[];
  nouns: readonly string[];
  suffixes: readonly string[];
  kinds: readonly SchemaObjectKind[];
  types: readonly string[];
  isUpper: boolean;
}

const business = [
  'order',
  'order_line',
  'customer',
  'supplier',
  'item',
  'price',
  'stock',
  'bin',
  'delivery',
  'shipment',
  'invoice',
  'payment',
  'tour',
  'stop',
  'carrier',
  'unit',
  'address',
  'contact',
  'contract',
  'batch',
  'return',
  'pallet',
  'plant',
  'ledger',
  'posting',
  'cost_centre',
  'tax',
  'currency',
  'period',
  'employee',
];
const parts = [
  '',
  '_header',
  '_detail',
  '_text',
  '_history',
  '_archive',
  '_ext',
  '_note',
  '_status',
  '_log',
  '_map',
  '_rule',
  '_group',
  '_v',
  '_stage',
  '_2024',
  '_2025',
  '_import',
  '_export',
  '_audit',
];
const columns = [
  'id',
  'number',
  'customer_id',
  'item_id',
  'quantity',
  'unit',
  'price',
  'currency',
  'status',
  'created_at',
  'changed_at',
  'changed_by',
  'valid_from',
  'valid_to',
  'name',
  'description',
  'country',
  'city',
  'street',
  'postcode',
  'weight',
  'volume',
  'note_text',
  'flag',
  'position',
  'amount_net',
  'amount_tax',
  'reference',
  'größe',
  'bemerkung',
];

const database: Omit<Style, 'types' | 'namespaces' | 'isUpper'> = {
  nouns: business,
  suffixes: parts,
  kinds: ['table', 'table', 'table', 'table', 'view', 'routine'],
};
const folder: Style = {
  namespaces: ['in', 'archive', 'rejected'],
  nouns: ['orders', 'positions', 'readings', 'statements'],
  suffixes: ['.csv'],
  kinds: ['file'],
  types: ['integer', 'decimal', 'date', 'text', 'text(3)'],
  isUpper: false,
};

const styles: Readonly<Record<WorldConnector['kind'], Style>> = {
  oracle: {
    ...database,
    namespaces: ['SALES', 'SALES_HISTORY', 'PURCHASE', 'STOCK', 'FINANCE', 'BASE'],
    types: ['NUMBER(12)', 'NUMBER(15,2)', 'VARCHAR2(40)', 'VARCHAR2(2000)', 'CHAR(3)', 'DATE', 'TIMESTAMP(6)'],
    isUpper: true,
  },
  sap: {
    ...database,
    namespaces: ['SD', 'MM', 'FI', 'CO', 'PP'],
    types: ['NUMC(10)', 'CURR(13,2)', 'CHAR(40)', 'DATS', 'TIMS', 'QUAN(13,3)'],
    isUpper: true,
  },
  postgresql: {
    ...database,
    namespaces: ['public', 'wms', 'staging', 'report'],
    types: ['bigint', 'integer', 'numeric(15,2)', 'varchar(40)', 'text', 'timestamptz', 'boolean', 'jsonb'],
    isUpper: false,
  },
  mysql: {
    ...database,
    namespaces: ['core', 'archive', 'exchange'],
    types: ['bigint', 'int', 'decimal(15,2)', 'varchar(80)', 'text', 'datetime', 'tinyint(1)'],
    isUpper: false,
  },
  sqlite: { ...database, namespaces: [null], types: ['INTEGER', 'TEXT', 'REAL', 'BLOB'], isUpper: false },
  'sql-server': {
    ...database,
    namespaces: ['dbo', 'hr', 'archive'],
    types: ['bigint', 'int', 'decimal(15,2)', 'nvarchar(60)', 'datetime2', 'bit'],
    isUpper: false,
  },
  crm: {
    ...database,
    namespaces: [null],
    suffixes: parts.map((part) => part.replace('_', '')),
    kinds: ['collection'],
    types: ['id', 'string(80)', 'picklist', 'reference', 'currency(16,2)', 'datetime', 'boolean'],
    isUpper: false,
  },
  http: {
    namespaces: ['v1', 'v2'],
    nouns: business,
    suffixes: ['.list', '.get', '.create', '.update', '.cancel'],
    kinds: ['operation'],
    types: ['string', 'integer', 'number', 'boolean', 'array of object', 'string(date-time)'],
    isUpper: false,
  },
  'opc-ua': {
    namespaces: ['Line1', 'Line2', 'Line3', 'Line4', 'Utilities'],
    nouns: ['Conveyor', 'Filler', 'Capper', 'Labeller', 'Palletiser', 'Oven', 'Robot', 'Pump', 'Valve', 'Scale'],
    suffixes: ['.Speed', '.State', '.Temperature', '.Alarm', '.Counter', '.Torque', '.Setpoint', '.Runtime'],
    kinds: ['collection'],
    types: ['Double', 'Int32', 'Boolean', 'String', 'DateTime', 'Enumeration'],
    isUpper: false,
  },
  'csv-folder': folder,
  'json-folder': { ...folder, suffixes: ['.json'], types: ['string', 'number', 'boolean', 'array of object'] },
  'xml-folder': { ...folder, suffixes: ['.xml'], types: ['xs:string', 'xs:decimal', 'xs:date', 'xs:integer'] },
  'message-queue': folder,
  mail: folder,
};

/** The structure of a connector, object by object, as many as it has: names and types that are the same whenever it is asked for. */
export function* schemaObjects(connector: WorldConnector): Generator<SchemaObject> {
  const style = styles[connector.kind];
  const random = randomStream(hash(connector.id, 'schema'));
  const distinct = style.namespaces.length * style.nouns.length * style.suffixes.length;
  for (let index = 0; index < connector.objects; index++) {
    const round = Math.floor(index / distinct);
    const inRound = index % distinct;
    const namespace = style.namespaces[inRound % style.namespaces.length] ?? null;
    const noun = style.nouns[Math.floor(inRound / style.namespaces.length) % style.nouns.length] ?? 'object';
    const suffix = style.suffixes[Math.floor(inRound / (style.namespaces.length * style.nouns.length))] ?? '';
    const numbered =
      round === 0
        ? noun
        : connector.kind === 'opc-ua'
          ? `${noun}${String(round + 1).padStart(2, '0')}`
          : `${noun}_${round + 1}`;
    const name = `${numbered}${suffix}`;
    const kind = random.pick(style.kinds);
    yield {
      namespace,
      name: style.isUpper ? name.toUpperCase() : name,
      kind,
      comment: random.chance(0.15)
        ? `${noun.replaceAll('_', ' ')}, kept by the ${namespace ?? connector.name} team`
        : null,
      fields: fieldsOf(style, kind, noun, random),
    };
  }
}

function fieldsOf(style: Style, kind: SchemaObjectKind, noun: string, random: RandomStream): SchemaField[] {
  const count = kind === 'collection' && style.types.includes('Double') ? random.between(2, 5) : random.between(4, 15);
  const cased = (name: string) => (style.isUpper ? name.toUpperCase() : name);
  return Array.from({ length: count }, (_, index): SchemaField => {
    const column = index === 0 ? 'id' : (columns[(index * 7 + random.between(0, 3)) % columns.length] ?? 'field');
    const isForeign = column.endsWith('_id');
    const target = column.replace(/_id$/, '');
    return {
      name: cased(
        index >= columns.length || index === 0 ? `${noun}_${column}` : `${column}${index > 12 ? `_${index}` : ''}`,
      ),
      type: random.pick(style.types),
      nullable: index === 0 ? false : random.chance(0.85) ? random.chance(0.6) : null,
      keys: index === 0 ? ['primary'] : isForeign ? ['foreign', 'index'] : random.chance(0.06) ? ['index'] : [],
      references: isForeign
        ? [random.pick(style.namespaces), cased(target), cased('id')].filter((part) => part !== null).join('.')
        : null,
      comment: random.chance(0.08) ? `${column.replaceAll('_', ' ')} of the ${noun.replaceAll('_', ' ')}` : null,
    };
  });
}
