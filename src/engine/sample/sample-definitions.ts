import type * as z from 'zod';
import type { ConnectionDefinition } from '../definition/connection.ts';
import type { ProcessDefinition } from '../definition/process.ts';

/** The sample's connections, by id. */
export const sampleConnections: Record<string, z.input<typeof ConnectionDefinition>> = {
  'shop-db': { kind: 'sqlite', name: 'Shop database', product: 'SQLite', file: 'databases/shop.db' },
  'order-files': { kind: 'csv-folder', name: 'Order files of the web shop', folder: 'done/orders' },
  'delivery-notes-files': { kind: 'json-folder', name: 'Delivery notes of Rhein-Logistik', folder: 'done/deliveries' },
  'catalogue-files': { kind: 'xml-folder', name: 'Supplier catalogues', folder: 'done/catalogues' },
  'price-list-files': { kind: 'csv-folder', name: 'Supplier price lists', folder: 'reference', delimiter: ';' },
};

/** The sample's processes, by id. */
export const sampleProcesses: Record<string, z.input<typeof ProcessDefinition>> = {
  'orders-import': {
    name: 'Web shop orders to shop database',
    description:
      'Reads order files of the web shop. One bad record fails the whole file: it then lies in failed/orders, and nothing of it was written.',
    version: '1.4.0',
    triggers: [{ kind: 'folder', folder: 'in/orders', pattern: '*.csv' }],
    parallel: 2,
    retry: { attempts: 3, backoffMs: 2_000 },
    tracked: [{ name: 'First order', field: 'order_no' }],
    folders: { done: 'done/orders', failed: 'failed/orders' },
    steps: [
      { kind: 'read-csv', name: 'Read order file', connection: 'order-files' },
      {
        kind: 'validate',
        name: 'Check order lines',
        fields: {
          order_no: { required: true, pattern: '^[A-Z]{2}-\\d+$' },
          line_no: { required: true, type: 'integer', min: 1 },
          customer_no: { required: true, pattern: '^C-\\d{4}$' },
          ordered_on: { required: true, type: 'date' },
          sku: { required: true, maxLength: 20 },
          quantity: { required: true, type: 'integer', min: 1, max: 10_000 },
          unit_price: { required: true, type: 'number', min: 0 },
        },
      },
      {
        kind: 'sql-write',
        name: 'Write order heads',
        connection: 'shop-db',
        statement:
          'INSERT INTO orders (order_no, customer_no, ordered_on) VALUES (:order_no, :customer_no, :ordered_on) ON CONFLICT (order_no) DO NOTHING',
      },
      {
        kind: 'map',
        name: 'Shape order lines',
        expression:
          '{ "order_no": order_no, "line_no": $number(line_no), "sku": sku, "quantity": $number(quantity), "unit_price": $number(unit_price) }',
      },
      {
        kind: 'sql-write',
        name: 'Write order lines',
        connection: 'shop-db',
        table: 'order_lines',
        mode: 'upsert',
        keys: ['order_no', 'line_no'],
      },
    ],
  },
  'stock-snapshot': {
    name: 'Stock snapshot for the shop window',
    version: '2.0.1',
    triggers: [{ kind: 'schedule', cron: '* * * * *' }],
    timeoutMs: 50_000,
    steps: [
      {
        kind: 'sql-read',
        name: 'Read stock',
        connection: 'shop-db',
        query: 'SELECT sku, name, city, available FROM stock_overview ORDER BY sku, city',
      },
      { kind: 'filter', name: 'Keep what can be sold', expression: 'available > 0' },
      { kind: 'write-json', name: 'Write snapshot', to: 'out/stock/stock.json' },
    ],
  },
  'price-list-import': {
    name: 'Supplier price list import',
    description: 'Checks and prices each of some hundred thousand articles: this takes a while.',
    version: '1.1.0',
    triggers: [{ kind: 'schedule', cron: '*/10 * * * *' }],
    timeoutMs: 540_000,
    steps: [
      {
        kind: 'read-csv',
        name: 'Read price list',
        connection: 'price-list-files',
        from: { path: 'reference/price-list.csv' },
        delimiter: ';',
      },
      {
        kind: 'validate',
        name: 'Check articles',
        fields: {
          supplier_no: { required: true, pattern: '^S-\\d{3}$' },
          article_no: { required: true, maxLength: 40 },
          list_price: { required: true, type: 'number', min: 0 },
          discount_percent: { required: true, type: 'integer', min: 0, max: 90 },
          currency: { required: true, enum: ['EUR'] },
        },
      },
      {
        kind: 'map',
        name: 'Calculate prices',
        expression:
          '( $net := $round($number(list_price) * (1 - $number(discount_percent) / 100), 2); { "supplier_no": supplier_no, "article_no": article_no, "description": $substringBefore(description, " for "), "net_price": $net, "gross_price": $round($net * 1.21, 2), "price_band": $net < 10 ? "A" : $net < 40 ? "B" : "C" } )',
      },
      {
        kind: 'sql-write',
        name: 'Write prices',
        connection: 'shop-db',
        table: 'list_prices',
        mode: 'upsert',
        keys: ['supplier_no', 'article_no'],
        transaction: 'batch',
      },
    ],
  },
  'supplier-catalogue': {
    name: 'Supplier catalogue XML to CSV',
    version: '1.0.3',
    triggers: [{ kind: 'folder', folder: 'in/catalogues', pattern: '*.xml' }],
    folders: { done: 'done/catalogues', failed: 'failed/catalogues' },
    steps: [
      {
        kind: 'read-xml',
        name: 'Read catalogue',
        connection: 'catalogue-files',
        records: 'catalogue.articles.article',
      },
      {
        kind: 'map',
        name: 'Flatten articles',
        expression:
          '{ "article_no": `@number`, "title": title, "price": price.`#text`, "currency": price.`@currency`, "pack": pack }',
      },
      { kind: 'write-csv', name: 'Write article list', to: 'out/catalogues/{file}.csv', delimiter: ';' },
    ],
  },
  'delivery-notes': {
    name: 'Delivery notes to shop database',
    description: 'Delivery notes that are not complete are set aside in rejected/deliveries; the others are booked.',
    version: '1.2.2',
    triggers: [{ kind: 'folder', folder: 'in/deliveries', pattern: '*.json' }],
    retry: { attempts: 3, backoffMs: 2_000 },
    tracked: [{ name: 'First delivery', field: 'deliveryNo' }],
    folders: { done: 'done/deliveries', failed: 'failed/deliveries' },
    steps: [
      { kind: 'read-json', name: 'Read delivery notes', connection: 'delivery-notes-files', records: 'deliveries' },
      {
        kind: 'validate',
        name: 'Check notes',
        onInvalid: 'reject',
        rejects: 'rejected/deliveries/{file}-{date}-{time}.jsonl',
        fields: {
          deliveryNo: { required: true, pattern: '^DN-\\d+$' },
          article: { required: true },
          pieces: { required: true, type: 'integer', min: 1 },
          deliveredAt: { required: true, type: 'date-time' },
        },
      },
      {
        kind: 'map',
        name: 'Shape deliveries',
        expression:
          '{ "delivery_no": deliveryNo, "warehouse_id": warehouse, "sku": article, "quantity": pieces, "delivered_at": deliveredAt }',
      },
      {
        kind: 'sql-write',
        name: 'Book deliveries',
        connection: 'shop-db',
        table: 'deliveries',
        mode: 'upsert',
        keys: ['delivery_no'],
      },
    ],
  },
  'daily-sales': {
    name: 'Daily sales report',
    version: '1.0.0',
    triggers: [{ kind: 'schedule', cron: '30 6 * * *', timeZone: 'Europe/Amsterdam' }],
    steps: [
      {
        kind: 'sql-read',
        name: 'Sum up sales',
        connection: 'shop-db',
        query: 'SELECT day, product_group, orders, pieces, revenue FROM daily_sales ORDER BY day DESC, product_group',
      },
      { kind: 'write-csv', name: 'Write report', to: 'out/reports/sales-{date}.csv' },
    ],
  },
};
