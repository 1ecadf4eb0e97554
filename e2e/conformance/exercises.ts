import type { ConsoleOperationName, ConsoleOperations } from '../../src/contract/console-operations.ts';
import { isOpen, type Request } from '../../src/contract/request.ts';
import type { OperationAnswer, OperationCall } from '../../src/contract/operation.ts';

/** Calls an operation on some host, parses the answer with the contract, and fails the test when either side breaks it. */
export type Caller = <N extends ConsoleOperationName>(
  name: N,
  call: OperationCall<ConsoleOperations[N]>,
) => Promise<OperationAnswer<ConsoleOperations[N]>>;

/** What the exercises learn from earlier answers. */
interface Found {
  runtimeId: string;
  executionId: string;
  connectorId: string;
  environmentId: string;
  log: Request;
  error: Request;
  browse: Request;
}

/**
 * Calls every operation of the console channel once, in an order in which each has something real to work on. The last record is
 * typed by the table of operations: a new operation without an exercise does not compile.
 */
export async function exerciseEveryOperation(
  call: Caller,
  pause: (ms: number) => Promise<void>,
): Promise<ConsoleOperationName[]> {
  const done = new Set<ConsoleOperationName>();
  const counted: Caller = async (name, parts) => {
    const answer = await call(name, parts);
    done.add(name);
    return answer;
  };
  const found = await findThings(counted, pause);
  const exercises = exercisesOf(counted, found);
  for (const name of Object.keys(exercises) as ConsoleOperationName[]) if (!done.has(name)) await exercises[name]();
  return [...done];
}

async function findThings(call: Caller, pause: (ms: number) => Promise<void>): Promise<Found> {
  const { rows: failed } = await call('listExecutions', { query: { state: ['failed'], last: '30d', limit: 20 } });
  const { rows: runtimes } = await call('listRuntimes', { query: { word: ['ok', 'degraded', 'failing'] } });
  const connected = new Set(runtimes.map((runtime) => runtime.id));
  const execution = failed.find((row) => connected.has(row.runtimeId));
  if (!execution) throw new Error('no failed execution on a runtime in contact: nothing to ask about');
  const { rows: connectors } = await call('listConnectors', { query: {} });
  const connector = connectors.find((row) => row.browsable && connected.has(row.runtimeId) && row.kind !== 'http');
  if (!connector) throw new Error('no connector that can be browsed');
  const { rows: environments } = await call('listEnvironments', {});
  const settled = async (request: Request): Promise<Request> => {
    let now = request;
    for (let tries = 0; isOpen(now.state); tries++) {
      if (tries > 150) throw new Error(`${request.id} (${request.title}) is still ${now.state}`);
      await pause(200);
      now = await call('getRequest', { params: { requestId: request.id } });
    }
    if (now.state !== 'answered') throw new Error(`${now.id} (${now.title}) is ${now.state}: ${now.reason}`);
    return now;
  };
  const ask = (subject: Request['subject']) => call('createRequest', { body: { subject } }).then(settled);
  return {
    runtimeId: execution.runtimeId,
    executionId: execution.id,
    connectorId: connector.id,
    environmentId: environments[0]?.id ?? '',
    log: await ask({ kind: 'execution-log', executionId: execution.id }),
    error: await ask({ kind: 'execution-error', executionId: execution.id }),
    browse: await ask({ kind: 'connector-browse', runtimeId: connector.runtimeId, connectorId: connector.id }),
  };
}

function exercisesOf(call: Caller, found: Found): Record<ConsoleOperationName, () => Promise<unknown>> {
  const { executionId, environmentId } = found;
  const execution = { executionId };
  const log = { requestId: found.log.id };
  const browsed = found.browse.subject.kind === 'connector-browse' ? found.browse.subject : null;
  const connector = { runtimeId: browsed?.runtimeId ?? '', connectorId: found.connectorId };
  const runtime = { runtimeId: found.runtimeId };
  return {
    getSession: () => call('getSession', {}),
    createSignInLink: () => call('createSignInLink', {}),
    signIn: async () => {
      const { path } = await call('createSignInLink', {});
      const code = new URLSearchParams(path.slice(path.search(/[?#]/) + 1)).get('signin') ?? '';
      return call('signIn', { body: { code } });
    },
    getBadges: () => call('getBadges', { query: { last: '24h' } }),
    getOverview: () => call('getOverview', { query: { last: '24h' } }),
    listRuntimes: () => call('listRuntimes', { query: { sort: 'name' } }),
    getRuntime: () => call('getRuntime', { params: runtime, query: { last: '7d' } }),
    pauseRuntime: () =>
      call('pauseRuntime', { params: runtime, body: { untilAt: Date.UTC(2030, 0, 1), note: 'conformance' } }),
    resumeRuntime: () => call('resumeRuntime', { params: runtime }),
    // Retiring cannot be undone, so it is exercised on an id that does not exist: the refusal is part of the contract too.
    retireRuntime: () => refused(() => call('retireRuntime', { params: { runtimeId: 'no-such-runtime' } })),
    listExecutions: () =>
      call('listExecutions', { query: { q: 'a', sort: 'duration', direction: 'ascending', limit: 10 } }),
    countExecutions: () => call('countExecutions', { query: { state: ['!ok'] } }),
    histogramExecutions: () => call('histogramExecutions', { query: { buckets: 48 } }),
    listFieldValues: () => call('listFieldValues', { params: { field: 'process' }, query: { contains: 'o' } }),
    getExecution: () => call('getExecution', { params: execution }),
    listDocuments: () => call('listDocuments', { params: execution, query: { limit: 10 } }),
    createRequest: () => call('createRequest', { body: { subject: { kind: 'execution-log', executionId } } }),
    listRequests: () => call('listRequests', { query: { kind: ['execution-log'] } }),
    getRequest: () => call('getRequest', { params: log }),
    cancelRequest: () => refused(() => call('cancelRequest', { params: log })),
    getErrorDetails: () => call('getErrorDetails', { params: { requestId: found.error.id } }),
    getLogOutline: () => call('getLogOutline', { params: log }),
    getLogLines: () => call('getLogLines', { params: log, query: { limit: 50 } }),
    searchLog: () => call('searchLog', { params: log, query: { q: 'e', caseSensitive: false } }),
    downloadLog: () => call('downloadLog', { params: log, query: {} }),
    listConnectors: () => call('listConnectors', { query: { runtime: [connector.runtimeId] } }),
    getConnector: () => call('getConnector', { params: connector, query: {} }),
    listSchemaObjects: () => call('listSchemaObjects', { params: connector, query: { q: 'a' } }),
    getSchemaObject: () => call('getSchemaObject', { params: { ...connector, index: '0' } }),
    listEnvironments: () => call('listEnvironments', {}),
    createEnvironment: () =>
      call('createEnvironment', { body: { name: `Conformance ${executionId}`.slice(0, 60), kind: 'test' } }),
    renameEnvironment: async () => {
      const { rows } = await call('listEnvironments', {});
      const same = rows.find((row) => row.id === environmentId);
      return call('renameEnvironment', { params: { environmentId }, body: { name: same?.name ?? 'Renamed' } });
    },
    listEnrolmentTokens: () => call('listEnrolmentTokens', {}),
    createEnrolmentToken: () => call('createEnrolmentToken', { body: { environmentId } }),
    revokeEnrolmentToken: async () => {
      const { token } = await call('createEnrolmentToken', { body: { environmentId, minutes: 1 } });
      return call('revokeEnrolmentToken', { params: { tokenId: token.id } });
    },
    getSettings: () => call('getSettings', {}),
    updateRetention: async () => {
      const { retention } = await call('getSettings', {});
      return call('updateRetention', { body: retention });
    },
    streamEvents: () => call('streamEvents', {}),
    getOpenApi: () => call('getOpenApi', {}),
    // Last: it ends the session that the others used.
    signOut: () => call('signOut', {}),
  };
}

/** An exercise that must be answered by a problem of the contract. */
async function refused(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch {
    return;
  }
  throw new Error('this should have been refused');
}
