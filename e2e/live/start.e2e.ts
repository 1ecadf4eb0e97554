import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ConsoleApi } from '../host/console-api.ts';
import { freePort } from '../host/free-port.ts';
import { measured } from './measured.ts';
import { processesNaming, StartedDaymark, type StartOptions } from './started-daymark.ts';

/* The README's second command, as somebody types it. */

let directory = '';
let home = '';
let given: StartOptions;
const started: StartedDaymark[] = [];

const start = (change: Partial<StartOptions> = {}): StartedDaymark => {
  const daymark = new StartedDaymark({ ...given, ...change });
  started.push(daymark);
  return daymark;
};

test.describe.configure({ mode: 'serial', timeout: 120_000 });

test.beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'daymark-start-'));
  home = join(directory, 'home');
  given = { home, dashboardPort: await freePort(), agentPort: await freePort() };
});

test.afterAll(async () => {
  await Promise.all(started.map((daymark) => daymark.interrupt()));
  rmSync(directory, { recursive: true, force: true });
});

test('one command brings up platform, agent and both dashboards; Ctrl-C ends all; the next start goes on', async ({
  page,
  browser,
}) => {
  const beganAt = Date.now();
  const first = start({ by: 'npm' });
  await first.running();
  measured('npm start on a new directory, until it runs', `${Date.now() - beganAt} ms`);
  const origin = `http://127.0.0.1:${given.dashboardPort}`;
  expect(first.output).toContain(`${origin}/\n`);
  expect(first.output).toContain(`${origin}/demo/\n`);
  expect(first.errors).toBe('');
  for (const path of ['/', '/demo/']) expect(await (await fetch(origin + path)).text()).toContain('<!doctype html>');

  // The link signs in once, and not twice.
  await page.goto(first.link);
  await expect(page.getByRole('navigation').first()).toBeVisible();
  const another = await browser.newPage();
  await another.goto(first.link);
  await expect(another.getByRole('alert')).toBeVisible();
  await expect(another.getByRole('navigation')).toHaveCount(0);
  await another.close();

  // Another start beside it says so, and harms nothing.
  const beside = start();
  expect(await beside.ended()).not.toBe(0);
  expectOneSentence(beside, /Another platform is running on .+home/);

  // A link for the next sign-in, asked for beside the running one.
  const asked = start({ args: ['--link'] });
  expect(await asked.ended()).toBe(0);
  const api = await ConsoleApi.signIn(origin, asked.output.trim());
  const runs = async () => (await api.call('listExecutions', { query: { last: '30d', limit: 500 } })).rows;
  const states = async () => new Set((await runs()).map(({ state }) => state));
  await expect.poll(states, { timeout: 30_000 }).toEqual(new Set(['ok', 'warn', 'failed']));
  const before = { runtimes: await runtimesOf(api), runs: (await runs()).map(({ id }) => id), identity: identityOf() };
  expect(before.runtimes).toHaveLength(1);

  const interruptedAt = Date.now();
  await first.interrupt();
  measured('Ctrl-C until everything has ended', `${Date.now() - interruptedAt} ms`);
  expect(first.output).toContain('Stopping');
  expect(first.errors).toBe('');
  expect(processesNaming(home)).toEqual([]);

  const second = start();
  await second.running();
  // The same session, the same runtime, the same runs.
  await expect.poll(() => runtimesOf(api)).toEqual(before.runtimes);
  expect((await runs()).map(({ id }) => id)).toEqual(expect.arrayContaining(before.runs));
  expect(identityOf()).toBe(before.identity);
  expect(await second.interrupt()).toBe(0);
  expect(processesNaming(home)).toEqual([]);
});

test('a taken port, a bad port and a place that is no directory: one clear sentence each, and nothing is left running', async () => {
  const taken = createServer();
  const port = await new Promise<number>((done) =>
    taken.listen(0, '127.0.0.1', () => done((taken.address() as { port: number }).port)),
  );
  const file = join(directory, 'a-file');
  writeFileSync(file, '');
  const fresh = join(directory, 'fresh');
  const cases: [change: Partial<StartOptions>, sentence: RegExp][] = [
    [{ home: fresh, dashboardPort: port }, new RegExp(`Port ${port} .+ the dashboard.+ DAYMARK_PORT`)],
    [{ home: fresh, agentPort: port }, new RegExp(`Port ${port} .+ the agent channel.+ DAYMARK_AGENT_PORT`)],
    [{ home: fresh, dashboardPort: 'eighty' }, /DAYMARK_PORT is "eighty", but a port is a whole number/],
    [{ home: fresh, agentPort: 70_000 }, /DAYMARK_AGENT_PORT is "70000", but a port is a whole number/],
    [{ home: file }, /a-file.+ cannot be written: .+ DAYMARK_HOME/],
    [{ home: join(directory, 'nowhere'), args: ['--link'] }, /There is no sign-in link in .+: no platform /],
    [{ home: fresh, args: ['--no-such'] }, /Known are --link and --help/],
  ];
  for (const [change, sentence] of cases) {
    const refused = start(change);
    expect(await refused.ended(), refused.errors).not.toBe(0);
    expectOneSentence(refused, sentence);
    expect(refused.output).toBe('');
  }
  taken.close();
  expect(processesNaming(directory)).toEqual([]);
});

/** What a person reads: one line, and no stack. */
function expectOneSentence({ errors }: StartedDaymark, sentence: RegExp): void {
  expect(errors).toMatch(sentence);
  expect(errors.trimEnd().split('\n')).toHaveLength(1);
}

async function runtimesOf(api: ConsoleApi): Promise<string[]> {
  const { rows } = await api.call('listRuntimes', { query: {} });
  return rows.filter(({ status }) => status.contact === 'connected').map(({ id }) => id);
}

function identityOf(): string {
  return readFileSync(join(home, 'agent/identity/certificate.pem'), 'utf8');
}
