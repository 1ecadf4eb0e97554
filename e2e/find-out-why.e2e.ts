import { expect, test } from './test.ts';

/*
 * The main job: from "something failed" to reading why, on both hosts. What is asked of the runtime takes the whole way: request,
 * held poll, exit, answer, kept.
 */

const failedRuns = '/executions?state=failed&last=7d';

test('a failed run tells why: error details and log, asked for and read', async ({ page, open, host }) => {
  await open(failedRuns);
  const runs = page
    .getByRole('table', { name: 'Executions' })
    .getByRole('row')
    .filter({ has: page.locator('time') });
  await runs.first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('failed on');
  await expect(page.getByRole('region', { name: 'Failure' })).toBeVisible();

  const asked = page.getByRole('region', { name: 'Asked of the runtime' });
  const answers = [
    { ask: /ask for the log/i, answer: page.getByRole('region', { name: 'Log', exact: true }) },
    { ask: /ask for the error details/i, answer: page.getByRole('region', { name: 'Error details' }) },
  ];
  for (const { ask, answer } of answers) {
    const button = asked.getByRole('button', { name: ask });
    // Another journey on this host may have asked already: then the answer is kept and there is nothing to ask.
    await expect(button.or(answer).first()).toBeVisible();
    if (await button.isVisible()) await button.click();
    await expect(answer).toBeVisible({ timeout: 30_000 });
  }

  await test.step('a kept answer is there at once when somebody comes back', async () => {
    // A reload begins the bundled world anew, so there it is left and entered again.
    if (host.kind === 'live') await page.reload();
    else {
      await page.goBack();
      await page.goForward();
    }
    await expect(page.getByRole('region', { name: 'Log', exact: true })).toBeVisible();
  });

  await test.step('the whole log is searched, with a true count', async () => {
    const log = page.getByRole('region', { name: 'Log', exact: true });
    await log
      .getByRole('searchbox', { name: /search the whole log/i })
      .or(log.getByRole('textbox', { name: /search the whole log/i }))
      .fill('e');
    await expect(log.getByText(/\d of \d+/)).toBeVisible();
  });

  await test.step('the request stands in Requests with who asked', async () => {
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: /^Requests/ })
      .click();
    await expect(page.getByText(/answered in/).first()).toBeVisible();
  });
});

test('every view restores from its address', async ({ page, open }) => {
  await open('/executions?recovered=any&state=failed&last=7d&sort=duration');
  const runs = page
    .getByRole('table', { name: 'Executions' })
    .getByRole('row')
    .filter({ has: page.locator('time') });
  await runs.first().waitFor();
  await expect(page.getByRole('button', { name: /remove the filter on/i }).first()).toBeVisible();
  const address = page.url();
  const first = await runs.first().innerText();
  await page.reload();
  await runs.first().waitFor();
  expect(page.url()).toBe(address);
  await expect.poll(() => runs.first().innerText()).toBe(first);
});

test('a bad value in an address falls back instead of breaking the view', async ({ page, open }) => {
  await open('/executions?recovered=nonsense&sort=colour&slow=x&last=99y');
  await expect(page.getByRole('heading', { level: 1, name: 'Executions' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('back and forward go through places, not through tweaks', async ({ page, open }) => {
  await open('/');
  const screens = page.getByRole('navigation', { name: 'Screens' });
  await screens.getByRole('link', { name: /^Runtimes/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Runtimes' })).toBeVisible();
  await screens.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Runtimes' })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});
