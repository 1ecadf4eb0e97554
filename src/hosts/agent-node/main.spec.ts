import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFakePlatform, type FakePlatform } from '#agent/proof/fake-platform.ts';
import type { ExecutionReport } from '#contract/tracking.ts';
import { realClock, realTimers } from './clock.ts';
import { makeProofAuthority, startProofPlatform, type ProofAuthority, type ProofPlatform } from './proof-platform.ts';

/*
 * The real program as a process of its own, with the real engine, against a small HTTPS platform.
 */

const projectFolder = resolve(import.meta.dirname, '../../..');
const main = join(import.meta.dirname, 'main.ts');

let authority: ProofAuthority;
beforeAll(async () => {
  authority = await makeProofAuthority();
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Bench {
  home: string;
  fake: FakePlatform;
  platform: ProofPlatform;
  flags: string[];
}

async function setUp(): Promise<Bench> {
  const home = mkdtempSync(join(tmpdir(), 'daymark-main-'));
  closing.push(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  const fake = createFakePlatform(realClock, (ms, signal) => realTimers.sleep(ms, signal));
  const platform = await startProofPlatform(authority, (request) => fake.fetch(request));
  closing.push(() => platform.close());
  writeFileSync(join(home, 'authority.pem'), authority.pem);
  makeWorkspace(join(home, 'workspace'));
  const flags = [
    '--platform',
    platform.origin,
    '--workspace',
    join(home, 'workspace'),
    '--state',
    join(home, 'state'),
    '--authority',
    join(home, 'authority.pem'),
    '--name',
    'ber-01',
  ];
  return { home, fake, platform, flags };
}

/** One process that copies files as they arrive. */
function makeWorkspace(root: string): void {
  for (const folder of ['processes', 'connections', 'in', 'done', 'failed', 'out'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(
    join(root, 'processes/copy.json'),
    JSON.stringify({
      name: 'Copy',
      version: '1.0.0',
      triggers: [{ kind: 'folder', folder: 'in', pattern: '*.csv' }],
      folders: { done: 'done', failed: 'failed' },
      steps: [
        { kind: 'read-csv', name: 'Read' },
        { kind: 'write-csv', name: 'Write', to: 'out/{file}' },
      ],
    }),
  );
}

interface Ended {
  code: number | null;
  errors: string;
}

function run(
  flags: string[],
  token: string | null = 'a-token-of-twenty-characters',
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [main, ...flags], {
    cwd: projectFolder,
    env: { ...process.env, ...(token === null ? {} : { DAYMARK_ENROLMENT_TOKEN: token }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<Ended>((done) => child.once('exit', (code) => done({ code, errors })));
  closing.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended };
}

/** Inodes of sockets that are in the state LISTEN (0A) or are bound for datagrams, over all of this computer. */
function listeningInodes(): Set<string> {
  const lines = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => ({ table, columns: line.trim().split(/\s+/) })),
  );
  return new Set(
    lines
      .filter(({ table, columns }) => table.startsWith('udp') || columns[3] === '0A')
      .map(({ columns }) => columns[9] ?? ''),
  );
}

function socketInodes(pid: number): string[] {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return ''; // closed meanwhile
    }
  });
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** The last word on each execution, by the file it was about. */
function lastReports(fake: FakePlatform): Map<string, ExecutionReport> {
  const last = new Map<string, ExecutionReport>();
  for (const { reports } of fake.batches) {
    for (const report of reports)
      if ((last.get(report.executionId)?.revision ?? 0) < report.revision) last.set(report.executionId, report);
  }
  return last;
}

describe('daymark-agent', () => {
  it('runs a dropped file and has it reported within two seconds, without any listening socket', async () => {
    const { home, fake, flags } = await setUp();
    const { child } = run(flags);
    await expect.poll(() => fake.beats.length, { timeout: 15_000 }).toBeGreaterThan(0);
    expect(fake.beats[0]?.description?.processes.map(({ name }) => name)).toEqual(['Copy']);
    const droppedAt = Date.now();
    writeFileSync(join(home, 'workspace/in/a.csv'), 'no,name\n1,canary\n');
    await expect.poll(() => fake.batches.length, { timeout: 10_000, interval: 20 }).toBeGreaterThan(0);
    expect(Date.now() - droppedAt).toBeLessThan(2_000);
    await expect
      .poll(() => [...lastReports(fake).values()].map(({ status }) => status), { timeout: 10_000 })
      .toEqual(['COMPLETE']);
    expect(JSON.stringify(fake.batches)).not.toContain('canary');

    const listening = listeningInodes();
    const own = socketInodes(child.pid ?? 0);
    expect(own.length).toBeGreaterThan(0); // it does call the platform
    expect(own.filter((inode) => listening.has(inode))).toEqual([]);
  });

  it('stops cleanly within five seconds when asked to, and goes on afterwards with the same identity', async () => {
    const { fake, flags } = await setUp();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const beats = fake.beats.length;
      const { child, ended } = run(flags, beats === 0 ? undefined : null);
      await expect.poll(() => fake.beats.length, { timeout: 15_000 }).toBeGreaterThan(beats);
      const askedAt = Date.now();
      child.kill(signal);
      expect(await ended).toEqual({ code: 0, errors: '' });
      expect(Date.now() - askedAt).toBeLessThan(5_000);
    }
    expect(fake.enrolled).toHaveLength(1);
    expect(new Set(fake.beats.map(({ bootId }) => bootId)).size).toBe(2);
  });

  it('loses nothing when it is killed again and again in a burst', async () => {
    const { home, fake, flags } = await setUp();
    const files = 60;
    let running = run(flags);
    await expect.poll(() => fake.beats.length, { timeout: 15_000 }).toBeGreaterThan(0);
    for (let kill = 0; kill < 4; kill += 1) {
      for (let file = 0; file < files / 4; file += 1)
        writeFileSync(join(home, 'workspace/in', `f${kill}-${file}.csv`), `no\n${file}\n`);
      await realTimers.sleep(150 + kill * 260, new AbortController().signal);
      running.child.kill('SIGKILL');
      await running.ended;
      running = run(flags, null);
    }
    const wanted = Array.from({ length: 4 }, (_, kill) =>
      Array.from({ length: files / 4 }, (__, file) => `f${kill}-${file}.csv`),
    )
      .flat()
      .toSorted();
    const complete = (): string[] =>
      [...lastReports(fake).values()]
        .filter(({ status }) => status === 'COMPLETE')
        .map(({ documents }) => documents[0]?.fileName ?? '?')
        .toSorted();
    await expect.poll(complete, { timeout: 40_000, interval: 200 }).toEqual(wanted);
    expect(fake.batches.reduce((sum, { lost }) => sum + lost, 0)).toBe(0);
  }, 60_000);

  it('says so in one sentence when another agent has the state directory', async () => {
    const { fake, flags } = await setUp();
    run(flags);
    await expect.poll(() => fake.beats.length, { timeout: 15_000 }).toBeGreaterThan(0);
    const second = await run(flags, null).ended;
    expect(second.code).toBe(1);
    expect(second.errors).toMatch(/^Another agent \(process \d+\) already runs on the state directory .*\.\n$/);
  });

  it('ends with one sentence when it is set up wrongly', async () => {
    const { home, flags, fake } = await setUp();
    const [nothing, workspace, token] = await Promise.all([
      run([], null).ended,
      run([...flags, '--workspace', join(home, 'nowhere')]).ended,
      run([...flags, '--state', join(home, 'other')], null).ended,
    ]);
    expect(nothing).toEqual({ code: 1, errors: expect.stringMatching(/^--platform is missing\..*\n$/) as string });
    expect(workspace).toEqual({
      code: 1,
      errors: expect.stringMatching(/^The workspace .*nowhere does not exist\. Make the directory.*\n$/) as string,
    });
    expect(token).toEqual({
      code: 1,
      errors: expect.stringMatching(/^This runtime is not enrolled yet: .*\n$/) as string,
    });
    expect(fake.calls).toEqual([]);
  });
});
