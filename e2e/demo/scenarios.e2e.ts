import { expect, test } from '../test.ts';

/* What only the bundled world can show: trouble on demand, and time. The rules that answer are the real platform's. */

const NIGHT = 'scenario=night-outage&seed=7&t=10:02:11';

test('the same address gives the same picture', async ({ page, open }) => {
  const read = async () => {
    await open('/executions?recovered=any&from=1795125600000&to=1795161600000', NIGHT);
    const rows = page.getByRole('table', { name: 'Executions' }).getByRole('row');
    await expect(rows.nth(10)).toBeVisible();
    return rows.allInnerTexts();
  };
  const first = await read();
  await page.goto('about:blank');
  expect(await read()).toEqual(first);
});

test('a runtime taken offline is shown so by the clock, and a question to it waits with a deadline', async ({
  page,
  open,
}) => {
  await open('/runtimes?q=ham-wms-01', `${NIGHT}&on=runtime-offline`);
  const row = page.getByRole('row').filter({ hasText: 'ham-wms-01' });
  await expect(row).toContainText('offline', { timeout: 40_000 });

  await open('/executions?recovered=any&q=ham-wms-01', `${NIGHT}&on=runtime-offline`);
  await expect(page.getByRole('table', { name: 'Executions' }).getByRole('row').nth(2)).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const asked = page.getByRole('region', { name: 'Asked of the runtime' });
  await asked.getByRole('button', { name: /ask for the log/i }).click();
  await expect(asked).toContainText(/queued/);
  await expect(asked).toContainText(/expires/i);
});

test('a platform that cannot be reached leaves the last known facts on the page and says so', async ({
  page,
  open,
}) => {
  await open('/', NIGHT);
  await expect(page.getByRole('region', { name: 'Fleet' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  const panel = page.getByRole('dialog', { name: 'Scenario' });
  await panel.getByRole('switch', { name: /platform unreachable/i }).click();
  await expect(page.getByText(/as of \d\d:\d\d:\d\d/).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Fleet' })).toBeVisible();
  await panel.getByRole('switch', { name: /platform unreachable/i }).click();
  await expect(page.getByText(/^Live/)).toBeVisible({ timeout: 40_000 });
});

test('a paused world stands still, and goes on when told to', async ({ page, open }) => {
  await open('/', NIGHT);
  await expect(page.getByRole('region', { name: 'Fleet' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  const panel = page.getByRole('dialog', { name: 'Scenario' });
  await panel.getByText('pause', { exact: true }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  const clock = page.getByText(/Fri 20 Nov,? \d\d:\d\d:\d\d/).first();
  const stood = await clock.innerText();
  await panel.getByText('×60', { exact: true }).click();
  await expect(clock).not.toHaveText(stood);
});

test('an address that asks for a world that there is not says which there are', async ({ page, open }) => {
  await open('/', 'scenario=no-such-story');
  await expect(page.getByText(/night-outage/)).toBeVisible();
});

test('nothing leaves the browser: only files of the build are ever asked for', async ({ page, open, host }) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(host.url('/')).origin)) foreign.push(request.url());
  });
  await open('/', NIGHT);
  await expect(page.getByRole('region', { name: 'Fleet' })).toBeVisible();
  expect(foreign).toEqual([]);
  if (host.kind === 'demo') expect(host.asked.filter((path) => path.includes('/api/'))).toEqual([]);
});
