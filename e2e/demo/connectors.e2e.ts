import { expect, test } from '../test.ts';

test('a schema that the endpoint refuses is said to have failed, with the reason', async ({ page, open }) => {
  await open('/connectors?q=ERP01', 'scenario=night-outage&seed=7&t=10:02:11');
  const list = page.getByRole('region', { name: 'Connectors' });
  await list.getByRole('link', { name: /ERP01.*ber-crm-01/ }).click();
  await page.getByRole('button', { name: 'Ask for the schema' }).click();
  const request = page.getByRole('region', { name: 'Last request' });
  await expect(request.getByText('failed', { exact: true }).first()).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole('region', { name: 'Schema' })).toContainText('No schema is kept');
});
