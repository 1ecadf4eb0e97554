/** A repeatable series of numbers in 0..1 (mulberry32): the sample is the same on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const firms: [name: string, country: string][] = [
  ['Fjordkraft Bygg AS', 'NO'],
  ['Müller & Söhne Haustechnik', 'DE'],
  ['Ateliers du Rhône', 'FR'],
  ['Kowalski Instalacje', 'PL'],
  ['Bergamo Idraulica', 'IT'],
  ['Oak & Iron Supplies', 'GB'],
  ['Van Dijk Techniek', 'NL'],
  ['Łódź Elektro', 'PL'],
  ['Suministros Ebro', 'ES'],
  ['Åkesson Verktyg', 'SE'],
  ['Donau Werkzeughandel', 'AT'],
  ['Hrvatska Oprema', 'HR'],
];

/** The shop's customers, C-1001 on. */
export const customers = Array.from({ length: 48 }, (_, index) => {
  const [name = '', country = ''] = firms[index % firms.length] ?? [];
  const branch = Math.floor(index / firms.length);
  return {
    customerNo: `C-${1001 + index}`,
    name: branch === 0 ? name : `${name}, branch ${branch + 1}`,
    country,
    email: `orders${1001 + index}@example.com`,
    since: `20${10 + (index % 14)}-0${1 + (index % 9)}-1${index % 9}`,
  };
});

const kinds: [group: string, name: string, code: string][] = [
  ['Hand tools', 'Claw hammer', 'HAM'],
  ['Hand tools', 'Ratchet set', 'RAT'],
  ['Fixings', 'Wood screws', 'SCR'],
  ['Fixings', 'Wall plugs', 'PLU'],
  ['Electrical', 'Junction box', 'JBX'],
  ['Electrical', 'Cable reel', 'CAB'],
  ['Plumbing', 'Ball valve', 'VAL'],
  ['Plumbing', 'Copper elbow', 'ELB'],
  ['Safety', 'Work gloves', 'GLO'],
  ['Safety', 'Safety goggles', 'GOG'],
];

/** The shop's products, ten kinds in twenty sizes. */
export const products = Array.from({ length: 200 }, (_, index) => {
  const [group = '', name = '', code = ''] = kinds[index % kinds.length] ?? [];
  const size = Math.floor(index / kinds.length) + 1;
  return {
    sku: `${code}-${String(size * 10).padStart(3, '0')}`,
    name: `${name}, size ${size}`,
    group,
    unitPrice: Number((2.4 + ((index * 7) % 90) * 0.85).toFixed(2)),
  };
});

export const warehouses = [
  { city: 'Rotterdam', timeZone: 'Europe/Amsterdam' },
  { city: 'Kraków', timeZone: 'Europe/Warsaw' },
  { city: 'Bologna', timeZone: 'Europe/Rome' },
];

const pick = <T>(list: readonly T[], random: () => number): T => {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
};

/** Orders as the web shop exports them: a line per order line. `firstNo` numbers the orders. */
export function ordersCsv(options: {
  day: string;
  firstNo: number;
  orders: number;
  seed: number;
  badLine?: number;
}): string {
  const random = randomFrom(options.seed);
  const lines = ['order_no,line_no,customer_no,ordered_on,sku,quantity,unit_price'];
  for (let order = 0; order < options.orders; order += 1) {
    const customer = pick(customers, random).customerNo;
    for (let line = 1; line <= 1 + Math.floor(random() * 4); line += 1) {
      const product = pick(products, random);
      const quantity = lines.length === options.badLine ? 'twelve' : 1 + Math.floor(random() * 24);
      lines.push(
        [`WS-${options.firstNo + order}`, line, customer, options.day, product.sku, quantity, product.unitPrice].join(
          ',',
        ),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Delivery notes of a warehouse; `withFault` makes one of them name no article. */
export function deliveryNotes(options: {
  moment: string;
  firstNo: number;
  notes: number;
  seed: number;
  withFault: boolean;
}): string {
  const random = randomFrom(options.seed);
  const notes = Array.from({ length: options.notes }, (_, index) => ({
    deliveryNo: `DN-${options.firstNo + index}`,
    warehouse: 1 + Math.floor(random() * warehouses.length),
    article: options.withFault && index === 5 ? '' : pick(products, random).sku,
    pieces: 10 + Math.floor(random() * 200),
    deliveredAt: options.moment,
  }));
  return JSON.stringify({ sender: 'Rhein-Logistik', deliveries: notes }, null, 2);
}

/** A supplier's catalogue. */
export function catalogueXml(options: { day: string; seed: number }): string {
  const random = randomFrom(options.seed);
  const items = products.slice(0, 80).map((product) => {
    const price = (product.unitPrice * (0.6 + random() * 0.2)).toFixed(2);
    return `    <article number="${product.sku}">\n      <title>${product.name}</title>\n      <price currency="EUR">${price}</price>\n      <pack>${1 + Math.floor(random() * 12)}</pack>\n    </article>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<catalogue supplier="Nordstahl" valid-from="${options.day}">\n  <articles>\n${items.join('\n')}\n  </articles>\n</catalogue>\n`;
}

/** Lines of the suppliers' price list: long on purpose, its import is the slow process of the sample. */
export function* priceListLines(count: number): Generator<string> {
  const random = randomFrom(29);
  yield 'supplier_no;article_no;description;list_price;discount_percent;currency\n';
  for (let index = 0; index < count; index += 1) {
    const product = pick(products, random);
    const price = (product.unitPrice * (0.5 + random())).toFixed(2);
    yield `S-${100 + (index % 37)};${product.sku}/${index};${product.name} for professional use;${price};${Math.floor(random() * 35)};EUR\n`;
  }
}
