import type { FlowName } from './flows.ts';

/** The systems that runtimes stand beside, as the middle of their names. */
export const systems = ['erp', 'crm', 'wms', 'edi', 'tms', 'plc', 'pos', 'fin', 'mdm'] as const;
export type SystemName = (typeof systems)[number];

/**
 * When a process runs. `every`: a schedule, minutes apart. `daily`: once, at this local hour. `arrives`: when something comes; the number
 * is the shortest distance in minutes at peak load. `called`: as a sub-process of the first process of its runtime.
 */
export type Cadence =
  | { kind: 'every'; minutes: number }
  | { kind: 'daily'; hour: number }
  | { kind: 'arrives'; minutes: number }
  | { kind: 'called' };

/** A process before it stands on a runtime. */
export interface Blueprint {
  name: string;
  flow: FlowName;
  /** What it moves: fills the names of its steps and files. */
  noun: string;
  cadence: Cadence;
  medianMs: number;
  /** Documents or records of a usual run. */
  volume: number;
  /** True: speaks to the runtime's second database instead of its main one. */
  isAside: boolean;
}

/** `e15` every 15 minutes, `d2` daily at 2, `a10` when something arrives, at most each 10 minutes, `called`. */
type Row = [
  name: string,
  flow: FlowName,
  noun: string,
  cadence: string,
  seconds: number,
  volume: number,
  aside?: 'aside',
];

const rows: Record<SystemName, readonly Row[]> = {
  erp: [
    ['Order to ERP', 'import', 'order', 'e15', 21, 300],
    ['Credit limits', 'sync', 'limits', 'e30', 16, 40],
    ['Purchase orders to suppliers', 'export', 'purchase orders', 'a78', 18, 60, 'aside'],
    ['Goods receipt posting', 'posting', 'receipts', 'a20', 7, 25, 'aside'],
    ['Material master sync', 'sync', 'materials', 'e180', 44, 800, 'aside'],
    ['Exchange rates', 'export', 'rates', 'd6', 5, 34, 'aside'],
    ['Bill of materials to plants', 'snapshot', 'parts lists', 'd1', 210, 9_400, 'aside'],
    ['Returns to ERP', 'import', 'return', 'a78', 12, 18, 'aside'],
    ['Address check', 'call', 'address', 'called', 3, 1],
    ['Price list export', 'export', 'prices', 'e15', 20, 1_200],
    ['Nightly cost rollup', 'report', 'costs', 'd3', 228, 90_000, 'aside'],
    ['Supplier master to EDI', 'sync', 'suppliers', 'e240', 25, 120, 'aside'],
    ['Stock valuation', 'report', 'stock values', 'd4', 340, 52_000, 'aside'],
    ['Dunning letters', 'export', 'letters', 'd7', 31, 210, 'aside'],
    ['Sales figures to cost mart', 'snapshot', 'sales figures', 'e180', 52, 4_800, 'aside'],
    ['Production orders to MES', 'posting', 'production orders', 'a20', 9, 30, 'aside'],
    ['Tax codes', 'sync', 'tax codes', 'd5', 6, 60, 'aside'],
    ['Budget import', 'import', 'budget', 'd20', 48, 900, 'aside'],
  ],
  crm: [
    ['Customer master to CRM', 'sync', 'customers', 'e30', 9, 38],
    ['Address check', 'call', 'address', 'called', 3, 1],
    ['Contact consent sync', 'sync', 'consents', 'e180', 14, 75],
    ['Leads from website', 'interchange', 'leads', 'a39', 5, 8],
    ['Opportunities to forecast', 'report', 'opportunities', 'e240', 37, 640],
    ['Service tickets to ERP', 'posting', 'tickets', 'a39', 6, 11],
    ['Newsletter recipients', 'export', 'recipients', 'd8', 62, 18_000],
    ['Account hierarchy', 'snapshot', 'accounts', 'd2', 85, 7_200],
    ['Visit reports', 'archive', 'visit reports', 'a78', 11, 14],
  ],
  wms: [
    ['Delivery notes to WMS', 'import', 'delivery', 'e30', 18, 120],
    ['Pallet labels', 'call', 'labels', 'called', 2, 4],
    ['Inbound notices', 'interchange', 'notices', 'a39', 8, 20],
    ['Picking orders', 'posting', 'picks', 'a26', 5, 45],
    ['Bin occupancy', 'measure', 'bins', 'e180', 13, 2_400],
    ['Goods movements to ERP', 'sync', 'movements', 'e180', 21, 310],
    ['Scanner sync', 'archive', 'scans', 'a39', 9, 160],
    ['Shelf life check', 'report', 'shelf lives', 'd5', 74, 12_000],
    ['Carrier pick-up times', 'export', 'pick-ups', 'e240', 6, 24],
    ['Stock snapshot', 'snapshot', 'stock', 'e15', 66, 48_000],
    ['Stock corrections', 'posting', 'corrections', 'a78', 4, 6],
    ['Cycle count results', 'import', 'count', 'a156', 15, 90],
    ['Serial numbers', 'sync', 'serial numbers', 'e180', 19, 500],
    ['Packing lists', 'export', 'packing lists', 'a39', 8, 32],
    ['Empty returns', 'interchange', 'returns', 'a156', 5, 9],
    ['Temperature log', 'measure', 'temperatures', 'e180', 4, 480],
    ['Batch trace', 'archive', 'batches', 'e240', 41, 220],
    ['Kitting orders', 'posting', 'kits', 'a78', 6, 12],
  ],
  edi: [
    ['Carrier status EDI', 'interchange', 'status messages', 'e15', 14, 200],
    ['Partner directory', 'call', 'partner', 'called', 2, 1],
    ['Proof of delivery scans', 'archive', 'scans', 'a39', 64, 1_200],
    ['Orders EDI inbound', 'interchange', 'orders', 'a26', 11, 36],
    ['Invoices EDI outbound', 'interchange', 'invoices', 'a39', 13, 42],
    ['Despatch advices', 'interchange', 'advices', 'a39', 9, 28],
    ['Invoice archive', 'archive', 'invoices', 'e30', 300, 640],
    ['Functional acknowledgements', 'posting', 'acknowledgements', 'a39', 3, 50],
    ['Remittance advices', 'export', 'remittances', 'd15', 22, 130],
  ],
  tms: [
    ['Shipment labels', 'export', 'labels', 'e15', 5, 42],
    ['Geocoding', 'call', 'coordinates', 'called', 2, 1],
    ['Freight rates', 'sync', 'rates', 'e240', 33, 260],
    ['Transport orders', 'interchange', 'transport orders', 'a26', 8, 31],
    ['Dock schedule', 'sync', 'slots', 'e180', 7, 48],
    ['Toll charges', 'import', 'toll', 'd23', 28, 700],
    ['Container tracking', 'interchange', 'positions', 'e180', 17, 150],
    ['Customs declarations', 'posting', 'declarations', 'a78', 26, 9],
    ['Freight invoice check', 'report', 'freight invoices', 'd18', 54, 1_900],
    ['Tour plan to carrier', 'export', 'tour', 'e30', 24, 88],
    ['Load building', 'report', 'loads', 'e240', 47, 310],
    ['Fuel cards', 'import', 'fuel', 'd22', 16, 240],
    ['Delivery windows', 'sync', 'windows', 'e180', 12, 95],
    ['Vehicle positions', 'measure', 'positions', 'e30', 3, 620],
    ['Driver app sync', 'sync', 'stops', 'e180', 8, 140],
    ['Empty runs report', 'report', 'empty runs', 'd5', 29, 480],
    ['Waybill archive', 'archive', 'waybills', 'a78', 19, 75],
    ['Carrier scorecard', 'report', 'ratings', 'd6', 35, 90],
  ],
  plc: [
    ['Line counters', 'measure', 'counters', 'e30', 4, 960],
    ['Quality measurements', 'measure', 'measurements', 'e180', 6, 1_400],
    ['Machine alarms', 'posting', 'alarms', 'a26', 2, 7],
    ['Recipe download', 'sync', 'recipes', 'e240', 15, 22],
    ['Downtime reasons', 'import', 'downtime', 'a78', 5, 16],
    ['Energy meters', 'measure', 'readings', 'e180', 3, 310],
    ['Tool life', 'report', 'tools', 'd4', 18, 400],
    ['Batch records to MES', 'archive', 'records', 'a39', 12, 55],
    ['Maintenance orders', 'posting', 'orders', 'e240', 8, 13],
  ],
  pos: [
    ['Stock levels to shop', 'sync', 'stock levels', 'e120', 38, 5_200],
    ['Sales receipts', 'posting', 'receipts', 'a26', 6, 140],
    ['Cash closing', 'import', 'closing', 'd21', 24, 38],
    ['Gift cards', 'sync', 'gift cards', 'e180', 5, 26],
    ['Promotions to tills', 'export', 'promotions', 'e240', 13, 340],
    ['Loyalty points', 'sync', 'points', 'e180', 9, 210],
    ['Returns at till', 'posting', 'returns', 'a78', 4, 8],
    ['Price labels', 'export', 'labels', 'd5', 57, 3_600],
    ['Opening hours', 'sync', 'hours', 'd4', 3, 38],
    ['Basket analysis feed', 'snapshot', 'baskets', 'e180', 31, 2_700],
    ['Till updates', 'export', 'updates', 'e240', 20, 76],
    ['Click and collect', 'interchange', 'collections', 'a26', 5, 12],
    ['Store transfers', 'posting', 'transfers', 'a78', 7, 19],
    ['Staff discounts', 'sync', 'discounts', 'd6', 4, 52],
    ['Receipt archive', 'archive', 'receipts', 'e180', 33, 1_800],
    ['VAT report', 'report', 'VAT', 'd3', 45, 9_800],
    ['Footfall counters', 'measure', 'visitors', 'e180', 2, 38],
    ['Customer display texts', 'export', 'texts', 'd7', 3, 44],
  ],
  fin: [
    ['Invoice to ledger', 'posting', 'invoices', 'e30', 15, 60],
    ['Bank statements', 'import', 'statement', 'e180', 19, 420],
    ['Payment run', 'export', 'payments', 'd11', 44, 380],
    ['Payroll journal', 'posting', 'journals', 'd19', 36, 1_300, 'aside'],
    ['Cost centres', 'sync', 'cost centres', 'd2', 11, 240],
    ['Intercompany balance', 'report', 'balances', 'e240', 58, 2_200],
    ['Asset postings', 'posting', 'assets', 'a156', 8, 14],
    ['Travel expenses', 'import', 'expense', 'a78', 10, 17],
    ['Currency revaluation', 'report', 'currencies', 'd4', 27, 310],
  ],
  mdm: [
    ['Supplier golden record', 'sync', 'suppliers', 'e180', 32, 180],
    ['Customer golden record', 'sync', 'customers', 'e180', 41, 260],
    ['Product hierarchy', 'snapshot', 'products', 'd1', 160, 31_000],
    ['Units and conversions', 'sync', 'units', 'd3', 5, 120],
    ['Country codes', 'export', 'countries', 'd4', 2, 249],
    ['Material texts', 'import', 'text', 'a78', 14, 66],
    ['Duplicate check', 'report', 'duplicates', 'e240', 95, 14_000],
    ['Classification codes', 'sync', 'codes', 'd2', 23, 3_100],
    ['Reference records to shops', 'export', 'records', 'e240', 17, 480],
  ],
};

/** The processes of a system, in the order in which runtimes take them. */
export const blueprints: Readonly<Record<SystemName, readonly Blueprint[]>> = mapRows();

function mapRows(): Record<SystemName, readonly Blueprint[]> {
  const entries = systems.map((system) => [system, rows[system].map(readRow)] as const);
  return Object.fromEntries(entries) as unknown as Record<SystemName, readonly Blueprint[]>; // one entry a system, by construction
}

function readRow([name, flow, noun, cadence, seconds, volume, aside]: Row): Blueprint {
  return {
    name,
    flow,
    noun,
    cadence: readCadence(cadence),
    medianMs: seconds * 1_000,
    volume,
    isAside: aside !== undefined,
  };
}

function readCadence(text: string): Cadence {
  const number = Number(text.slice(1));
  if (text.startsWith('e')) return { kind: 'every', minutes: number };
  if (text.startsWith('d')) return { kind: 'daily', hour: number };
  if (text.startsWith('a')) return { kind: 'arrives', minutes: number };
  return { kind: 'called' };
}

/** Processes that stand on one runtime only: names in other scripts, and names longer than any column. */
export const soloists: readonly { runtime: string; id: string; blueprint: Blueprint }[] = [
  solo('tyo-wms-01', 'shukka-shiji', ['出荷指示 WMS 連携', 'posting', '出荷指示', 'a39', 7, 33]),
  solo('hkg-fin-01', 'fapiao-guidang', ['客户发票归档', 'archive', '发票', 'e180', 26, 140]),
  solo('lon-fin-01', 'gulf-prices', ['تحديث قائمة أسعار الخليج', 'export', 'الأسعار', 'e180', 12, 210]),
  solo('lyo-wms-02', 'bordereaux-signes', [
    'Bordereaux de livraison signés, scannés aux points de dépôt sans personnel et renvoyés par courrier, archive à valeur probante (reprise de l’ancien système)',
    'archive',
    'bordereaux',
    'a39',
    52,
    310,
  ]),
];

/** Names that differ from the blueprint's at one runtime. */
export const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'rtm-edi-01': { 'Proof of delivery scans': 'Proof of delivery scans, Zürich and Győr to archive' },
  'gru-fin-01': { 'Invoice to ledger': 'Nota fiscal eletrônica para contabilidade' },
  'gdn-wms-01': { 'Delivery notes to WMS': 'Dokumenty dostawy do WMS, Gdańsk' },
};

function solo(runtime: string, id: string, row: Row): (typeof soloists)[number] {
  return { runtime, id, blueprint: readRow(row) };
}
