import { ordersCsv } from '../../src/engine/sample/shop-content.ts';

const day = '2026-11-20';

/** Records in a file of lines with a header. */
export function recordsIn(csv: string): number {
  return csv.trimEnd().split('\n').length - 1;
}

export const goodOrders = (firstNo: number, orders = 20) => ordersCsv({ day, firstNo, orders, seed: firstNo });

/** One of its lines orders "twelve" pieces. */
export const ordersWithBadRecord = (firstNo: number) =>
  ordersCsv({ day, firstNo, orders: 40, seed: firstNo, badLine: 21 });

/** UTF-16 where the process expects UTF-8. */
export const ordersInWrongEncoding = (firstNo: number) =>
  Buffer.from(ordersCsv({ day, firstNo, orders: 5, seed: firstNo }), 'utf16le');

/** At least 50 MB: each line carries a long note beside the fields that the process knows. */
export function hugeOrders(firstNo: number): { content: Buffer; records: number } {
  const note = 'delivered to the yard behind the second gate, ring twice, '.repeat(8);
  const lines = ['order_no,line_no,customer_no,ordered_on,sku,quantity,unit_price,note\n'];
  let bytes = 0;
  while (bytes < 50_000_000) {
    const line = `WS-${firstNo + lines.length},1,C-1001,${day},HAM-010,${(lines.length % 9) + 1},4.10,"${note}"\n`;
    bytes += line.length;
    lines.push(line);
  }
  return { content: Buffer.from(lines.join('')), records: lines.length - 1 };
}
