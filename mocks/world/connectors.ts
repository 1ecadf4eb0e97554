import type { HeldConnector } from '#contract/heartbeat.ts';
import type { SystemName } from './blueprints.ts';
import type { ConnectorRole } from './flows.ts';
import type { Site } from './sites.ts';

/** A connector of the world: what a runtime holds of it, and what the simulation needs to know beyond that. */
export interface WorldConnector extends HeldConnector {
  /** Objects that its schema has. */
  objects: number;
  /** A sentence when the runtime's policy refuses to show its structure, although it could. */
  refusal: string | null;
}

type Kind = HeldConnector['kind'];
type Spec = [id: string, name: string, kind: Kind, product: string | null, objects: number];

/** The ERP systems; a region shares one. */
const erpOf: Record<string, Spec> = {
  ber: ['ERP01', 'ERP01', 'oracle', 'Oracle 19c', 1_204],
  sth: ['ERP02', 'ERP02', 'sql-server', 'SQL Server 2019', 961],
  chi: ['ERP03', 'ERP03', 'oracle', 'Oracle 19c', 1_187],
  gru: ['ERP04', 'ERP04', 'sap', 'S/4 2023', 2_340],
  tyo: ['ERP05', 'ERP05', 'oracle', 'Oracle 21c', 1_019],
  test: ['ERP-T', 'ERP test', 'oracle', 'Oracle 19c', 1_204],
};

/** Connectors of a runtime by the part they play. Shared endpoints have the same id on every runtime that uses them. */
export function connectorsOf(
  site: Site,
  system: SystemName,
  runtime: string,
): Partial<Record<ConnectorRole, WorldConnector>> {
  const code = site.code.toUpperCase();
  const where = site.code === 'test' ? 'test' : site.name;
  const specs = specsOf(system, code, where, site, runtime);
  return Object.fromEntries(Object.entries(specs).map(([role, spec]) => [role, fromSpec(spec, runtime)])) as Partial<
    Record<ConnectorRole, WorldConnector>
  >; // the keys are those of `specs`
}

function specsOf(
  system: SystemName,
  code: string,
  where: string,
  site: Site,
  runtime: string,
): Partial<Record<ConnectorRole, Spec>> {
  const queue: Spec = [`MQ-${code}`, `Queue ${where}`, 'message-queue', 'AMQP 1.0', 0];
  const carrier: Spec = ['CARRIER-API', 'Carrier API', 'http', 'OpenAPI 3.1', 87];
  const shop: Spec = ['SHOP-API', 'Shop API', 'http', 'OpenAPI 3.0', 64];
  const mail: Spec = [`MAIL-${code}`, `Mail ${where}`, 'mail', 'SMTP', 0];
  const folder = (id: string, name: string, kind: Kind): Spec => [`${id}-${runtime}`, name, kind, 'watched folder', 4];
  switch (system) {
    case 'erp':
      return {
        main: erpOf[site.code] ?? erpOf['ber'],
        side: [`MART-${code}`, `Cost mart ${where}`, 'postgresql', 'PostgreSQL 16', 142],
        drop: folder('ORDERS', 'Order drop', 'csv-folder'),
        api: ['PARTNER-API', 'Partner API', 'http', 'OpenAPI 3.1', 118],
        queue,
        mail,
      };
    case 'crm':
      return {
        main:
          site.code === 'ber'
            ? ['CRM', 'CRM', 'crm', 'REST v61', 642]
            : [`CRM-${code}`, `CRM ${where}`, 'crm', 'REST v61', 638],
        side:
          site.code === 'ber'
            ? erpOf['ber']
            : [`HUB-${code}`, `Customer hub ${where}`, 'postgresql', 'PostgreSQL 15', 96],
        drop: folder('CONSENT', 'Consent lists', 'csv-folder'),
        api: ['CUSTOMER-API', 'Customer API', 'http', 'OpenAPI 3.1', 53],
        queue,
        mail,
      };
    case 'wms':
      return {
        main: [`WMS-${code}`, `WMS ${where}`, 'postgresql', 'PostgreSQL 15', 311],
        side: [`SCAN-${runtime}`, 'Scan index', 'sqlite', 'SQLite 3.46', 12],
        drop: folder('INBOUND', 'Inbound drop', 'json-folder'),
        api: shop,
        queue,
        mail,
      };
    case 'edi':
      return {
        side: [`EDI-${runtime}`, 'Interchange index', 'sqlite', 'SQLite 3.46', 18],
        drop: folder('INTERCHANGE', 'Interchanges', 'xml-folder'),
        api: carrier,
        main: [`EDIDB-${code}`, `EDI register ${where}`, 'mysql', 'MariaDB 10.11', 74],
        queue,
        mail,
      };
    case 'tms':
      return {
        main: [`TMS-${code}`, `TMS ${where}`, 'mysql', 'MySQL 8.0', 268],
        side: [`TOURS-${runtime}`, 'Tour store', 'sqlite', 'SQLite 3.46', 21],
        drop: folder('TOURS', 'Tour drop', 'csv-folder'),
        api: carrier,
        queue,
        mail,
      };
    case 'plc':
      return {
        main: [`MES-${code}`, `MES line 4, ${where}`, 'opc-ua', 'OPC UA 1.05', site.code === 'ham' ? 20_418 : 3_106],
        side: [`QUALITY-${runtime}`, 'Quality store', 'sqlite', 'SQLite 3.46', 26],
        drop: folder('MACHINE', 'Machine logs', 'json-folder'),
        api: ['MAINT-API', 'Maintenance API', 'http', 'OpenAPI 3.0', 31],
        queue,
        mail,
      };
    case 'pos':
      return {
        main: [`POS-${code}`, `Tills ${where}`, 'sqlite', 'SQLite 3.45', 48],
        side: [`BASKET-${code}`, `Basket mart ${where}`, 'postgresql', 'PostgreSQL 16', 39],
        drop: folder('CASH', 'Cash reports', 'csv-folder'),
        api: shop,
        queue,
        mail,
      };
    case 'fin':
      return {
        main: [`LEDGER-${code}`, `Ledger ${where}`, 'mysql', 'MySQL 8.0', 528],
        side: [`PAYROLL-${code}`, `Payroll ${where}`, 'sql-server', 'SQL Server 2022', 203],
        drop: folder('BANK', 'Bank statements', 'xml-folder'),
        api: ['BANK-API', 'Bank API', 'http', 'OpenAPI 3.1', 22],
        queue,
        mail,
      };
    case 'mdm':
      return {
        main: [`MDM-${code}`, 'Master records', 'postgresql', 'PostgreSQL 16', 417],
        side: ['CRM', 'CRM', 'crm', 'REST v61', 642],
        drop: folder('REFERENCE', 'Reference lists', 'csv-folder'),
        api: ['PARTNER-API', 'Partner API', 'http', 'OpenAPI 3.1', 118],
        queue,
        mail,
      };
  }
}

function fromSpec([id, name, kind, product, objects]: Spec, runtime: string): WorldConnector {
  const because = {
    mail: 'A mail account has no structure to show.',
    'message-queue': 'A queue carries messages without a declared structure.',
  };
  const reason = kind === 'mail' || kind === 'message-queue' ? because[kind] : null;
  return {
    id,
    name,
    kind,
    product,
    browsable: reason === null,
    notBrowsableBecause: reason,
    objects,
    refusal: id.startsWith('PAYROLL-')
      ? `${name} is not on the list of ${runtime}, set by Finance IT on 3 March.`
      : null,
  };
}
