import { expect, type Page } from '@playwright/test';

/** A screen in a state worth looking at, on the bundled world. */
export interface View {
  name: string;
  /** Where it starts. */
  view: string;
  /** Parameters of the world; the night of the pictures unless said otherwise. */
  world?: string;
  /** What a person does to get to the state. */
  act?: (page: Page) => Promise<void>;
  /** Also stands in the README. */
  isPicture?: boolean;
}

/** The world stands still, so that the same picture comes out each time. */
export const NIGHT = 'scenario=night-outage&seed=7&t=10:02:11';

/** Every screen, and the states that matter most. */
export const views: readonly View[] = [
  { name: 'now', view: '/', isPicture: true },
  { name: 'runtimes', view: '/runtimes' },
  { name: 'runtime', view: '/runtimes?word=offline', act: openFirst(/rtm-tms-02/) },
  { name: 'executions', view: '/executions' },
  { name: 'executions-failed', view: '/executions?state=failed' },
  {
    name: 'execution',
    view: '/executions?state=failed&q=Order+to+ERP',
    act: openFailedRunWithAnswers,
    isPicture: true,
  },
  { name: 'execution-unknown', view: '/executions?state=unknown', act: openFirstRun },
  { name: 'connectors', view: '/connectors', act: openSchema },
  { name: 'requests', view: '/requests' },
  { name: 'settings', view: '/settings' },
  {
    name: 'palette',
    view: '/',
    act: (page) => page.keyboard.press('ControlOrMeta+k').then(() => expect(page.getByRole('dialog')).toBeVisible()),
  },
  {
    name: 'keys',
    view: '/',
    act: (page) => page.keyboard.press('?').then(() => expect(page.getByRole('dialog')).toBeVisible()),
  },
  { name: 'scenario-panel', view: '/', act: openScenarioPanel },
  { name: 'empty-now', view: '/', world: 'size=empty' },
  { name: 'empty-executions', view: '/executions', world: 'size=empty' },
  { name: 'empty-runtimes', view: '/runtimes', world: 'size=empty' },
  { name: 'no-results', view: '/executions?q=nothing-has-this-name' },
  { name: 'not-found', view: '/no-such-place' },
];

function openFirst(name: RegExp): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole('link', { name }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  };
}

async function openFirstRun(page: Page): Promise<void> {
  const row = page.getByRole('row').filter({ has: page.getByText(/failed|unknown/) });
  await row.first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Steps' })).toBeVisible();
}

async function openFailedRunWithAnswers(page: Page): Promise<void> {
  await openFirstRun(page);
  await page
    .getByRole('button', { name: /ask for the (error details|log)/i })
    .first()
    .click();
  await page
    .getByRole('button', { name: /ask for the (error details|log)/i })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Log', exact: true })).toBeVisible({ timeout: 30_000 });
}

async function openSchema(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Filter connectors' }).fill('ERP01');
  // The one whose schema somebody fetched already.
  await page
    .getByRole('link', { name: /ERP01.*1.204/ })
    .first()
    .click();
  const schema = page.getByRole('region', { name: 'Schema' });
  await schema.getByRole('textbox').or(schema.getByRole('searchbox')).first().fill('ORDER_HEADER');
  await schema.getByText('ORDER_HEADER', { exact: true }).first().click();
}

async function openScenarioPanel(page: Page): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page.getByRole('dialog', { name: /scenario/i })).toBeVisible();
}
