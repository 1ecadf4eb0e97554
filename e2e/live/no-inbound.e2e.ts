import { createServer } from 'node:net';
import { expect, liveTest } from './live-test.ts';
import { measured } from './measured.ts';
import { goodOrders } from './order-files.ts';
import { socketsOf } from './sockets.ts';

/*
 * Promises 4, 5, 9 and 10: nothing can call a runtime, and it calls one place. Wrong authority, wrong name, TLS 1.1: see
 * src/hosts/agent-node/transport.spec.ts, which counts the application bytes that such a server gets.
 */

const test = liveTest();

test.skip(process.platform !== 'linux', 'the sockets of a process are read from /proc');

test('the agent listens nowhere and calls its platform only, whatever it does', async ({ host }) => {
  const platformPort = Number(new URL(host.agentUrl).port);
  const seen = new Map<string, number>();
  let looks = 0;
  const look = () => {
    looks += 1;
    for (const socket of socketsOf(host.agentPid)) {
      const what = socket.isListening
        ? `listens on ${socket.protocol} ${socket.localPort}`
        : `${socket.protocol} to ${socket.remoteAddress}:${socket.remotePort}`;
      seen.set(what, (seen.get(what) ?? 0) + 1);
    }
  };
  const looking = setInterval(look, 20);
  const runs = async () => (await host.executions('orders-import')).filter(({ state }) => state === 'ok').length;
  const before = await runs();
  for (let file = 0; file < 5; file += 1) host.drop('in/orders', `more-${file}.csv`, goodOrders(80_000 + file * 100));
  await expect.poll(runs).toBeGreaterThanOrEqual(before + 5);
  const [failed] = (await host.executions()).filter(({ state }) => state === 'failed');
  const { id: runtimeId } = await host.runtime();
  for (const subject of [
    { kind: 'execution-log' as const, executionId: failed?.id ?? '' },
    { kind: 'execution-error' as const, executionId: failed?.id ?? '' },
    { kind: 'connector-browse' as const, runtimeId, connectorId: 'shop-db' },
  ])
    await host.answered((await host.api.call('createRequest', { body: { subject } })).id);
  const beat = (await host.runtime()).status.lastContactAt ?? 0;
  await expect
    .poll(async () => (await host.runtime()).status.lastContactAt, { timeout: 15_000 })
    .toBeGreaterThan(beat + 4_000);
  clearInterval(looking);

  const destinations = [...seen.keys()];
  measured('sockets of the agent', `${looks} looks: ${destinations.join(', ')}`);
  expect(destinations).toHaveLength(1);
  expect(destinations[0]).toMatch(new RegExp(`^tcp6? to [0-9A-F]+:${platformPort}$`));
});

test('a listening socket would be seen', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  expect(socketsOf(process.pid).some(({ isListening }) => isListening)).toBe(true);
  await new Promise((done) => server.close(done));
});
