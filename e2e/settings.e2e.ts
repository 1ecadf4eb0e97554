import { expect, test } from './test.ts';

test('an enrolment token is shown once, with its command, and can be revoked', async ({ page, open }) => {
  await open('/settings');
  await page.getByRole('button', { name: 'Make a token' }).click();
  await expect(page.getByText(/--token/).first()).toBeVisible();
  await page.keyboard.press('Escape');
  const screens = page.getByRole('navigation', { name: 'Screens' });
  await screens.getByRole('link', { name: /^Runtimes/ }).click();
  await screens.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await expect(page.getByText(/--token/)).toHaveCount(0);
  const tokens = page.getByRole('table', { name: 'Enrolment tokens' });
  await expect(tokens.getByText('open', { exact: true }).first()).toBeVisible();
  await tokens
    .getByRole('button', { name: /revoke/i })
    .first()
    .click();
  const confirm = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  if (await confirm.isVisible()) await confirm.getByRole('button', { name: /revoke/i }).click();
  await expect(tokens.getByText('revoked', { exact: true }).first()).toBeVisible();
});

test('light and dark are chosen here and kept on this browser', async ({ page, open }) => {
  await open('/settings');
  await page.getByRole('combobox', { name: 'Light or dark' }).click();
  await page.getByRole('option', { name: 'dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
