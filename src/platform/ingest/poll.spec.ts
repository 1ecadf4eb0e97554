import { expect, test } from 'vitest';
import { OFFLINE_AFTER_MS } from '#contract/rules.ts';
import { createTestPlatform } from '#platform/testing/test-platform.ts';

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve));

test('a silent runtime is offline in time although the platform still held its poll', async () => {
  const world = await createTestPlatform(nextRound);
  const agent = await world.enrol('ber-prod-01');
  const contact = async () => {
    const { body } = await world.ask('getRuntime', { params: { runtimeId: agent.runtimeId } });
    return (body as { summary: { status: { contact: string } } }).summary.status.contact;
  };
  const poll = agent.poll({ wait: 20_000 }); // its process stands still from now on; the connection stays open
  await world.pass(OFFLINE_AFTER_MS - 1_000);
  expect(await contact()).toBe('late');
  await world.pass(2_000);
  expect(await contact()).toBe('offline');
  await poll;
});
