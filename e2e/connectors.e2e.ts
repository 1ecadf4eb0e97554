import { expect, test } from './test.ts';

test('a schema is fetched on request, searched by field name and read', async ({ page, open, host }) => {
  // In the bundled night ERP01 refuses every logon, and so does the question for its schema: see below.
  const name = host.kind === 'live' ? 'Shop database' : 'WMS Hamburg';
  await open('/connectors');
  const list = page.getByRole('region', { name: 'Connectors' });
  await list.getByRole('textbox', { name: 'Filter connectors' }).fill(name);
  await list
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);

  await page
    .getByRole('button', { name: /ask (for the schema|again)/i })
    .first()
    .click();
  const schema = page.getByRole('region', { name: 'Schema' });
  const search = schema.getByRole('textbox').or(schema.getByRole('searchbox')).first();
  await expect(search).toBeVisible({ timeout: 30_000 });
  await search.fill('order');
  await expect(schema.getByText(/\d+ of \d+/)).toBeVisible();
  await expect(schema.getByText(/order/i).first()).toBeVisible();
});
