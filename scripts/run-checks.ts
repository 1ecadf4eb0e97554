/**
 * Runs the checks and counts them.
 *
 *     node scripts/run-checks.ts          types, lint, format, dead code, structure and unit tests (`npm run check`)
 *     node scripts/run-checks.ts --all    the builds and the journeys in a real browser as well (`npm test`)
 *
 * A stage that fails does not stop the next ones. A stage without tests of its own counts as one. The last line is
 * always `N passed, N failed`, and the exit code says whether anything failed.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

interface Stage {
  name: string;
  /** Arguments for the Node that runs this script. */
  args: string[];
  /** How long it may take before it is stopped and counted as failed. */
  limitMinutes: number;
  /** Reads the tests it ran from its report; a stage without one is one test. */
  count?: (report: unknown) => Count;
}

/** All stages together: a run that hangs still ends with its count, before whoever started it loses patience. */
const WHOLE_LIMIT_MINUTES = 23;

const REPORTS = resolve('.cache/checks');

const UNIT_REPORT = `${REPORTS}/unit.json`;
const JOURNEYS_REPORT = `${REPORTS}/journeys.json`;

const STATIC: Stage[] = [
  { name: 'types', args: ['scripts/check-types.ts'], limitMinutes: 3 },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint'], limitMinutes: 3 },
  { name: 'format', args: ['node_modules/oxfmt/bin/oxfmt', '--check'], limitMinutes: 3 },
  { name: 'dead code', args: ['node_modules/knip/bin/knip.js', '--no-progress'], limitMinutes: 3 },
];
const UNIT: Stage = {
  name: 'structure and unit',
  args: [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${UNIT_REPORT}`,
  ],
  limitMinutes: 8,
  count: countUnit,
};
const WHOLE: Stage[] = [
  { name: 'live build', args: ['scripts/build-if-stale.ts', 'live'], limitMinutes: 3 },
  { name: 'budget', args: ['scripts/check-budget.ts'], limitMinutes: 1 },
  { name: 'demo build', args: ['scripts/build-if-stale.ts', 'demo'], limitMinutes: 3 },
  { name: 'browser', args: ['scripts/find-chromium.ts'], limitMinutes: 10 },
  {
    name: 'journeys',
    args: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
    limitMinutes: 16,
    count: countJourneys,
  },
];

const startedAt = Date.now();
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const total: Count = { passed: 0, failed: 0, skipped: 0 };
const failedStages: string[] = [];
// The static stages use one core each; together they take as long as the slowest.
for (const finished of await Promise.all(STATIC.map((stage) => run(stage, 'held back')))) tell(finished);
tell(await run(UNIT, 'as it comes'));
if (process.argv.includes('--all')) for (const stage of WHOLE) tell(await run(stage, 'as it comes'));

const seconds = Math.round((Date.now() - startedAt) / 1000);
console.log(
  `\n${seconds} s${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}${failedStages.length > 0 ? `; failed: ${failedStages.join(', ')}` : ''}`,
);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

interface Finished {
  stage: Stage;
  isClean: boolean;
  output: string;
  seconds: number;
}

function run(stage: Stage, output: 'held back' | 'as it comes'): Promise<Finished> {
  const stageStartedAt = Date.now();
  if (output === 'as it comes') console.log(`\n--- ${stage.name}`);
  return new Promise((done) => {
    const child = spawn(process.execPath, stage.args, {
      stdio: ['ignore', output === 'held back' ? 'pipe' : 'inherit', output === 'held back' ? 'pipe' : 'inherit'],
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: JOURNEYS_REPORT },
      // Its own group, so that stopping it stops the servers and browsers it started.
      detached: process.platform !== 'win32',
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const leftMs = startedAt + WHOLE_LIMIT_MINUTES * 60_000 - stageStartedAt;
    const limitMs = Math.max(1000, Math.min(stage.limitMinutes * 60_000, leftMs));
    const limit = setTimeout(() => {
      console.error(`${stage.name}: stopped after ${Math.round(limitMs / 60_000)} minutes`);
      stopGroup(child.pid);
    }, limitMs);
    const onInterrupt = (): void => {
      stopGroup(child.pid);
      process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onInterrupt);
    child.on('close', (code) => {
      clearTimeout(limit);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onInterrupt);
      done({
        stage,
        isClean: code === 0,
        output: Buffer.concat(chunks).toString(),
        seconds: (Date.now() - stageStartedAt) / 1000,
      });
    });
  });
}

function stopGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

function tell({ stage, isClean, output, seconds: took }: Finished): void {
  const count = counted(stage, isClean);
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  if (count.failed > 0) failedStages.push(stage.name);
  const tests =
    stage.count === undefined ? '' : ` (${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped)`;
  console.log(`${count.failed === 0 ? 'ok  ' : 'FAIL'} ${stage.name}${tests} ${took.toFixed(1)} s`);
  if (!isClean && output !== '') console.log(output.trimEnd());
}

/** A stage that failed without a failing test (a crash, an unhandled error, no report) still counts one failure. */
function counted({ count, name }: Stage, isClean: boolean): Count {
  const one = { passed: isClean ? 1 : 0, failed: isClean ? 0 : 1, skipped: 0 };
  if (count === undefined) return one;
  try {
    const found = count(JSON.parse(readFileSync(name === 'journeys' ? JOURNEYS_REPORT : UNIT_REPORT, 'utf8')));
    return { ...found, failed: isClean ? found.failed : Math.max(1, found.failed) };
  } catch (error) {
    console.error(`${name}: its report cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function countUnit(report: unknown): Count {
  // Asserted: vitest's JSON report; a missing number would show as NaN in the last line.
  const { numPassedTests, numFailedTests, numPendingTests } = report as Record<
    'numPassedTests' | 'numFailedTests' | 'numPendingTests',
    number
  >;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
}

function countJourneys(report: unknown): Count {
  // Asserted: Playwright's JSON report.
  const { stats } = report as { stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number> };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
