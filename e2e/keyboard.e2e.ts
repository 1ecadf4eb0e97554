import { expect, test } from './test.ts';

test('everything is reached by keyboard: screens, filter, rows, palette, help', async ({ page, open }) => {
  await open('/');
  await expect(page.getByRole('region', { name: 'Fleet' })).toBeVisible();

  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect(page.getByRole('heading', { level: 1, name: 'Executions' })).toBeVisible();

  await page.getByRole('link', { name: /^All / }).click();
  await expect(page.getByRole('table', { name: 'Executions' }).getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.locator('input:focus')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press('?');
  const keys = page.getByRole('dialog');
  await expect(keys).toContainText('Next row');
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog').getByRole('combobox').fill('runtimes');
  await expect(page.getByRole('option', { name: /runtimes/i }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Runtimes' })).toBeVisible();
});

test('the skip link is first and leads to the page', async ({ page, open }) => {
  await open('/settings');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
});
