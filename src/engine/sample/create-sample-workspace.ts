import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { publishedSchemas } from '../definition/published-schema.ts';
import { catalogueXml, deliveryNotes, ordersCsv, priceListLines } from './shop-content.ts';
import { createShopDatabase } from './shop-database.ts';
import { sampleConnections, sampleProcesses } from './sample-definitions.ts';
import { sampleReadme } from './sample-readme.ts';

/** Articles of the price list: its import takes about half a minute of real work on an ordinary machine. */
const PRICE_LIST_ARTICLES = 400_000;

const folders = [
  'processes',
  'connections',
  'triggers',
  'databases',
  'reference',
  'examples',
  'in/orders',
  'in/deliveries',
  'in/catalogues',
  'done/orders',
  'done/deliveries',
  'done/catalogues',
];

/**
 * Makes a workspace that does real work at once: a tool shop with six processes, its database, and first files to process, one of them
 * with a bad record. Made beside its place and moved there when complete, so it is whole or not there.
 * @throws Error when something lies at `directory` already.
 */
export async function createSampleWorkspace(
  directory: string,
  options: { now?: () => number; priceListArticles?: number } = {},
): Promise<void> {
  if (
    await stat(directory).then(
      () => true,
      () => false,
    )
  )
    throw new Error(`cannot make the sample workspace: "${directory}" exists already`);
  const making = `${directory}.making`;
  await rm(making, { recursive: true, force: true });
  for (const folder of folders) await mkdir(join(making, folder), { recursive: true });
  const write = (path: string, text: string, mode = 0o644): Promise<void> =>
    writeFile(join(making, path), text, { mode });
  const json = (path: string, value: unknown): Promise<void> => write(path, `${JSON.stringify(value, null, 2)}\n`);

  for (const [id, definition] of Object.entries(sampleConnections))
    await json(`connections/${id}.json`, { $schema: '../connection.schema.json', ...definition });
  for (const [id, definition] of Object.entries(sampleProcesses))
    await json(`processes/${id}.json`, { $schema: '../process.schema.json', ...definition });
  for (const [name, schema] of Object.entries(publishedSchemas())) await json(name, schema);
  await write('README.md', sampleReadme);
  await write('secrets.json', '{}\n', 0o600);
  createShopDatabase(join(making, 'databases/shop.db'));
  await pipeline(
    Readable.from(priceListLines(options.priceListArticles ?? PRICE_LIST_ARTICLES)),
    createWriteStream(join(making, 'reference/price-list.csv')),
  );

  const moment = new Date((options.now ?? Date.now)()).toISOString();
  const day = moment.slice(0, 10);
  const good = ordersCsv({ day, firstNo: 48_100, orders: 140, seed: 3 });
  const bad = ordersCsv({ day, firstNo: 48_240, orders: 60, seed: 5, badLine: 37 });
  await write('in/orders/webshop-orders-001.csv', good);
  await write('in/orders/webshop-orders-002.csv', bad);
  await write(
    'in/deliveries/delivery-notes-0412.json',
    deliveryNotes({ moment, firstNo: 7_301, notes: 60, seed: 7, withFault: true }),
  );
  await write('in/catalogues/nordstahl-catalogue.xml', catalogueXml({ day, seed: 13 }));
  await write('examples/orders-good.csv', ordersCsv({ day, firstNo: 50_000, orders: 200, seed: 17 }));
  await write('examples/orders-bad-record.csv', ordersCsv({ day, firstNo: 50_200, orders: 40, seed: 19, badLine: 21 }));
  await write('examples/orders-empty.csv', '');
  await writeFile(
    join(making, 'examples/orders-wrong-encoding.csv'),
    Buffer.from(ordersCsv({ day, firstNo: 50_300, orders: 5, seed: 23 }), 'utf16le'),
  );
  await write(
    'examples/delivery-notes.json',
    deliveryNotes({ moment, firstNo: 8_000, notes: 25, seed: 31, withFault: false }),
  );
  await write('examples/catalogue.xml', catalogueXml({ day, seed: 37 }));
  await rename(making, directory);
}
