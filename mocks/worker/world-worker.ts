import { createWorld, type World } from '#mocks/world/world.ts';
import { readWorldChoice } from '#mocks/scenarios/world-address.ts';
import { answerPage } from './answer-page.ts';
import type { FromWorld, ToWorld } from './messages.ts';
import { createPace } from './pace.ts';

/** The worker that holds platform, agents and machines. One page, one world: a reload begins it anew from its address. */
declare const self: DedicatedWorkerGlobalScope;

/** The panel's clock need not be finer. */
const STATE_EVERY_MS = 1_000;

const say = (message: FromWorld, transfer: Transferable[] = []): void => self.postMessage(message, transfer);
const calls = new Map<number, AbortController>();
let opened: { world: World; pace: ReturnType<typeof createPace> } | null = null;

self.addEventListener('message', (event: MessageEvent<ToWorld>) => {
  const message = event.data;
  if (message.type === 'open') {
    open(message.search).catch((error: unknown) =>
      say({ type: 'not-opened', message: error instanceof Error ? error.message : String(error) }),
    );
    return;
  }
  if (message.type === 'abort') {
    calls.get(message.id)?.abort();
    return;
  }
  if (!opened) throw new Error('the page spoke before the world was open');
  if (message.type === 'command') void command(opened, message);
  else void answerPage(opened.world, message, calls, say);
});

async function open(search: string): Promise<void> {
  const world = await createWorld({
    choice: readWorldChoice(search),
    turn: createTurn(),
    pageTimers: { sleep: sleepReally },
    log: (level, event, fields) => {
      if (level === 'error') reportError(new Error(`${event} ${JSON.stringify(fields)}`));
    },
  });
  const pace = createPace(world, { now: () => performance.now(), sleep: sleepReally });
  opened = { world, pace };
  say({ type: 'opened', signInCode: world.signInCode, state: world.state() });
  void pace.run();
  setInterval(() => say({ type: 'state', state: world.state() }), STATE_EVERY_MS);
}

async function command(
  { world, pace }: NonNullable<typeof opened>,
  { id, command: wanted }: Extract<ToWorld, { type: 'command' }>,
): Promise<void> {
  try {
    if (wanted.type === 'speed') world.setSpeed(wanted.speed);
    else if (wanted.type === 'switch') world.turnSwitch(wanted.id, wanted.on);
    else await pace.jump(wanted.byMs, () => say({ type: 'state', state: world.state() }));
    // What is open breaks, as a line would: the page must notice by itself.
    if (!world.isReachable()) for (const call of calls.values()) call.abort();
    say({ type: 'state', state: world.state() });
    say({ type: 'commanded', id, refusal: null });
  } catch (error) {
    say({ type: 'commanded', id, refusal: error instanceof Error ? error.message : String(error) });
  }
}

/** A turn of the event loop by a message to oneself: a timer of 0 ms is held back to 4 ms. */
function createTurn(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}

function sleepReally(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
