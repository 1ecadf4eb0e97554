import type { Connector } from '#contract/connector.ts';

/** What a connector speaks to, where its product is not known. */
export const kindWords: Record<Connector['kind'], string> = {
  sqlite: 'SQLite',
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  oracle: 'Oracle',
  'sql-server': 'SQL Server',
  'csv-folder': 'folder of CSV files',
  'json-folder': 'folder of JSON files',
  'xml-folder': 'folder of XML files',
  http: 'HTTP',
  crm: 'CRM',
  sap: 'SAP',
  'message-queue': 'message queue',
  mail: 'mail',
  'opc-ua': 'OPC UA',
};
