import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstBrokenEntry, type LedgerEntry } from '#agent/index.ts';
import { createFakePlatform, type FakePlatform } from '#agent/proof/fake-platform.ts';
import { createFakeRuntime, makeReport } from '#agent/proof/fake-runtime.ts';
import { realClock, realTimers } from './clock.ts';
import { makeProofAuthority, startProofPlatform, type ProofAuthority, type ProofPlatform } from './proof-platform.ts';
import { startAgent } from './start-agent.ts';
import { openStateDirectory, type StateDirectory } from './state-directory.ts';

let authority: ProofAuthority;
beforeAll(async () => {
  authority = await makeProofAuthority();
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function setUp(): Promise<{
  platform: ProofPlatform;
  fake: FakePlatform;
  state: StateDirectory;
  logged: string[];
  path: string;
}> {
  const fake = createFakePlatform(realClock, (ms, signal) => realTimers.sleep(ms, signal));
  const platform = await startProofPlatform(authority, (request) => fake.fetch(request));
  closing.push(() => platform.close());
  const path = mkdtempSync(join(tmpdir(), 'daymark-agent-'));
  closing.push(() => rmSync(path, { recursive: true, force: true }));
  const state = openStateDirectory(path);
  closing.push(() => state.release());
  return { platform, fake, state, logged: [], path };
}

const config = (platform: ProofPlatform) => ({
  platform: platform.origin,
  token: 'a-token-of-twenty-characters',
  name: 'ber-01',
  authority: { pem: authority.pem },
  spoolLimitBytes: 1_000_000,
});

async function run(
  bench: Awaited<ReturnType<typeof setUp>>,
  change: Partial<ReturnType<typeof config>> | { token: null; authority: null } = {},
) {
  const runtime = createFakeRuntime();
  const agent = await startAgent(
    { ...config(bench.platform), ...change },
    bench.state,
    runtime,
    (level, message) => void bench.logged.push(`${level} ${message}`),
    new AbortController().signal,
  );
  closing.push(() => agent.stop());
  return { runtime, agent };
}

describe('an agent on this computer', () => {
  it('enrols with a key that stays here, then calls with its certificate', async () => {
    const bench = await setUp();
    const { agent } = await run(bench);
    await expect.poll(() => bench.fake.beats.length).toBe(1);
    expect(agent.identity()?.runtimeId).toBe('rt-1');
    expect(bench.platform.authorised()).toBeGreaterThanOrEqual(1);
    const key = join(bench.path, 'identity', 'key.pem');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(readFileSync(key, 'utf8')).toContain('BEGIN PRIVATE KEY');
    expect(bench.fake.enrolled[0]?.certificateRequest).toContain('BEGIN CERTIFICATE REQUEST');
    expect(existsSync(join(bench.path, 'identity', 'certificate.pem'))).toBe(true);
  });

  it('goes on with identity, ledger and spool after a restart, without token or authority', async () => {
    const bench = await setUp();
    const first = await run(bench);
    await expect.poll(() => bench.fake.beats.length).toBe(1);
    first.runtime.report(makeReport('x1'));
    await expect.poll(() => bench.fake.batches.length).toBe(1);
    await first.agent.stop();
    await run(bench, { token: null, authority: null });
    await expect.poll(() => bench.fake.beats.length).toBe(2);
    expect(bench.fake.enrolled).toHaveLength(1);
    const entries = readFileSync(join(bench.path, 'ledger', 'current.ndjson'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LedgerEntry);
    expect(entries[0]?.category).toBe('enrolment');
    expect(firstBrokenEntry(entries)).toBeNull();
  });

  it('streams an answer to a question', async () => {
    const bench = await setUp();
    const { runtime } = await run(bench);
    const text = 'x'.repeat(1_000);
    runtime.answerWith = async function* () {
      yield { t: 'head', kind: 'execution-log', at: 1 };
      for (let index = 0; index < 5_000; index += 1)
        yield { t: 'line', at: index, level: 'info', step: null, text: `${index} ${text}` };
      yield { t: 'end', items: 5_000, cut: null };
    };
    bench.fake.deliver([
      { id: 'R-1', subject: { kind: 'execution-log', executionId: 'x1' }, askedBy: 'Ada', expiresAt: 4e12 },
    ]);
    await expect.poll(() => bench.fake.answers.length, { timeout: 10_000 }).toBe(1);
    expect(bench.fake.answers[0]?.records).toHaveLength(5_002);
    expect(bench.fake.progress.length).toBeGreaterThan(0);
  });

  it('says in one sentence why it cannot enrol', async () => {
    const bench = await setUp();
    await expect(run(bench, { token: null, authority: null })).rejects.toThrow(/not enrolled yet: make a token/);
    await expect(run(bench, { authority: null } as never)).rejects.toThrow(/does not know its platform yet/);
    bench.fake.fault = () => 'token-refused';
    await expect(run(bench)).rejects.toThrow(/enrolment was refused: 403/);
    const stranger = await makeProofAuthority('Somebody else');
    await expect(run(bench, { authority: { pem: stranger.pem } })).rejects.toThrow(/not from the pinned authority/);
    expect(existsSync(join(bench.path, 'identity'))).toBe(false);
  });

  it('does not share its state directory', async () => {
    const bench = await setUp();
    expect(() => openStateDirectory(bench.path)).toThrow(
      new RegExp(`Another agent \\(process ${process.pid}\\) already runs`),
    );
    bench.state.release();
    const again = openStateDirectory(bench.path);
    again.release();
    closing.splice(2); // released here already
  });

  it('says when its identity is damaged', async () => {
    const bench = await setUp();
    const { agent } = await run(bench);
    await agent.stop();
    rmSync(join(bench.path, 'identity', 'key.pem'));
    await expect(run(bench)).rejects.toThrow(/identity in .* cannot be used/);
  });
});
