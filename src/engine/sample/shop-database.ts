import { DatabaseSync } from 'node:sqlite';
import { customers, products, randomFrom, warehouses } from './shop-content.ts';

const schema = `
  CREATE TABLE customers (
    customer_no TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT NOT NULL CHECK (length(country) = 2),
    email TEXT UNIQUE,
    since TEXT NOT NULL
  ) STRICT;
  CREATE TABLE products (
    sku TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    product_group TEXT NOT NULL,
    unit_price REAL NOT NULL CHECK (unit_price >= 0),
    discontinued INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX products_by_group ON products (product_group);
  CREATE TABLE warehouses (warehouse_id INTEGER PRIMARY KEY, city TEXT NOT NULL UNIQUE, "Time Zone" TEXT NOT NULL) STRICT;
  CREATE TABLE stock (
    warehouse_id INTEGER NOT NULL REFERENCES warehouses (warehouse_id),
    sku TEXT NOT NULL REFERENCES products (sku),
    on_hand INTEGER NOT NULL,
    reserved INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (warehouse_id, sku)
  ) STRICT;
  CREATE TABLE orders (
    order_no TEXT PRIMARY KEY,
    customer_no TEXT NOT NULL REFERENCES customers (customer_no),
    ordered_on TEXT NOT NULL,
    channel TEXT NOT NULL DEFAULT 'web'
  ) STRICT;
  CREATE INDEX orders_by_customer ON orders (customer_no, ordered_on);
  CREATE TABLE order_lines (
    order_no TEXT NOT NULL REFERENCES orders (order_no),
    line_no INTEGER NOT NULL,
    sku TEXT NOT NULL REFERENCES products (sku),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    unit_price REAL NOT NULL,
    PRIMARY KEY (order_no, line_no)
  ) STRICT;
  CREATE TABLE deliveries (
    delivery_no TEXT PRIMARY KEY,
    warehouse_id INTEGER NOT NULL REFERENCES warehouses (warehouse_id),
    sku TEXT NOT NULL REFERENCES products (sku),
    quantity INTEGER NOT NULL,
    delivered_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE list_prices (
    supplier_no TEXT NOT NULL,
    article_no TEXT NOT NULL,
    description TEXT,
    net_price REAL NOT NULL,
    gross_price REAL NOT NULL,
    price_band TEXT NOT NULL,
    PRIMARY KEY (supplier_no, article_no)
  ) STRICT;
  CREATE VIEW stock_overview AS
    SELECT p.sku, p.name, w.city, s.on_hand, s.reserved, s.on_hand - s.reserved AS available
    FROM stock s JOIN products p USING (sku) JOIN warehouses w USING (warehouse_id);
  CREATE VIEW daily_sales AS
    SELECT o.ordered_on AS day, p.product_group, count(DISTINCT o.order_no) AS orders, sum(l.quantity) AS pieces, round(sum(l.quantity * l.unit_price), 2) AS revenue
    FROM orders o JOIN order_lines l USING (order_no) JOIN products p USING (sku) GROUP BY o.ordered_on, p.product_group;
`;

/** Makes the shop's database file with its customers, products and stock. The file must not exist. */
export function createShopDatabase(file: string): void {
  const db = new DatabaseSync(file);
  const random = randomFrom(11);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec(schema);
  db.exec('BEGIN');
  const customer = db.prepare('INSERT INTO customers VALUES (?, ?, ?, ?, ?)');
  for (const each of customers) customer.run(each.customerNo, each.name, each.country, each.email, each.since);
  const product = db.prepare('INSERT INTO products (sku, name, product_group, unit_price) VALUES (?, ?, ?, ?)');
  for (const each of products) product.run(each.sku, each.name, each.group, each.unitPrice);
  const warehouse = db.prepare('INSERT INTO warehouses VALUES (?, ?, ?)');
  const stock = db.prepare('INSERT INTO stock (warehouse_id, sku, on_hand, reserved) VALUES (?, ?, ?, ?)');
  for (const [index, each] of warehouses.entries()) {
    warehouse.run(index + 1, each.city, each.timeZone);
    for (const { sku } of products) stock.run(index + 1, sku, Math.floor(random() * 900), Math.floor(random() * 40));
  }
  db.exec('COMMIT');
  db.close();
}
