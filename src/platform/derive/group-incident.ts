import type { ErrorClass } from '#contract/failure.ts';
import type { GroupFacts } from './incident-facts.ts';
import type { Weighed } from './incidents.ts';
import { countWords } from './words.ts';

/** What each class of error means when somebody reads it after a name. */
const phrases: Record<ErrorClass, string> = {
  connection: 'cannot be reached',
  credential: 'refuses the credentials',
  permission: 'refuses access',
  'not-found': 'does not have what was asked for',
  timeout: 'does not answer in time',
  throttled: 'limits the calls',
  'target-refused': 'refuses what it is sent',
  'target-failed': 'fails by itself',
  'data-invalid': 'gets data that is not valid',
  'data-missing': 'misses data',
  duplicate: 'gets the same data twice',
  parse: 'gets data that cannot be read',
  encoding: 'gets data in a wrong encoding',
  mapping: 'cannot map its data',
  schema: 'does not fit its schema',
  disk: 'cannot use its disk',
  limit: 'goes beyond a limit',
  configuration: 'is not configured correctly',
  aborted: 'was aborted',
  internal: 'fails inside the runtime',
  unknown: 'fails',
};

/** Classes that speak of the process and its data, not of the endpoint. */
const ofTheProcess = new Set<ErrorClass>([
  'data-invalid',
  'data-missing',
  'duplicate',
  'parse',
  'encoding',
  'mapping',
  'schema',
  'disk',
  'limit',
  'configuration',
  'aborted',
  'internal',
  'unknown',
]);

/** Failed runs with one fingerprint that nothing has made good since. */
export function groupIncident(group: GroupFacts): Weighed {
  const subject =
    group.connectorName !== null && !ofTheProcess.has(group.class) ? group.connectorName : group.processName;
  const more =
    group.processes > 1 && subject === group.processName ? ` and ${countWords(group.processes - 1, 'other')}` : '';
  return {
    isTest: group.isTest,
    isWide: group.runtimes > 1 && !ofTheProcess.has(group.class),
    incident: {
      id: `group:${group.groupId}`,
      kind: 'failing-group',
      state: 'failed',
      word: 'failing',
      title: `${subject}${more}: ${phrases[group.class]}`,
      extent: [countWords(group.unrecovered, 'run'), countWords(group.runtimes, 'runtime')].join(', '),
      evidence: group.code ? `${group.code}: ${group.template}` : group.template,
      sinceAt: group.firstAt,
      lastAt: group.lastAt,
      events: group.unrecovered,
      target:
        group.runs === 1
          ? { screen: 'execution', executionId: group.exampleExecutionId }
          : { screen: 'executions', groupId: group.groupId, processId: null, runtimeId: null },
      trace: group.trace,
    },
  };
}
