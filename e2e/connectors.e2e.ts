import { expect, test } from './test.ts';

test('a schema is fetched on request, searched by field name and read', async ({ page, open, host }) => {
  await open('/connectors');
  const list = page.getByRole('region', { name: 'Connectors' });
  const filter = list.getByRole('textbox', { name: 'Filter connectors' });
  await filter.fill(host.kind === 'live' ? 'Shop database' : 'ERP01');
  const connector = list.getByRole('link', { name: host.kind === 'live' ? /Shop database/ : /ERP01/ });
  await connector.first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(host.kind === 'live' ? 'Shop database' : 'ERP01');

  const schema = page.getByRole('region', { name: 'Schema' });
  const ask = page.getByRole('button', { name: /ask (for the schema|again)/i });
  await ask.first().click();
  const search = schema.getByRole('textbox').or(schema.getByRole('searchbox'));
  await expect(search.first()).toBeVisible({ timeout: 30_000 });
  await search.first().fill('order');
  await expect(schema.getByText(/\d+ of \d+/)).toBeVisible();
  await expect(schema.getByText(/order/i).first()).toBeVisible();
});
