import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { benchWorkspace, type BenchWorkspace } from '../proof/bench-workspace.ts';
import { workspaceAt } from '../workspace.ts';
import { loadDefinitions, problemText } from './load.ts';
import { publishedSchemas } from './published-schema.ts';

let bench: BenchWorkspace;

beforeEach(async () => {
  bench = await benchWorkspace();
});

afterEach(() => bench.close());

async function problems(): Promise<string[]> {
  return (await loadDefinitions(workspaceAt(bench.root))).problems.map(problemText);
}

const read = { kind: 'read-csv', name: 'Read' };

describe('a bad definition is refused with file and path', () => {
  test.each<[string, object, string]>([
    [
      'an unknown kind of step',
      { steps: [{ kind: 'nope', name: 'x' }] },
      'processes/p.json: steps[0].kind: must be one of: read-csv, ',
    ],
    ['an unknown key', { steps: [read], colour: 1 }, 'processes/p.json: unknown key "colour"'],
    [
      'a step before any source',
      { steps: [{ kind: 'filter', name: 'x', expression: 'true' }] },
      'processes/p.json: steps[0].kind: "filter" needs a reading step before it',
    ],
    [
      'a bad cron pattern',
      { steps: [read], triggers: [{ kind: 'schedule', cron: 'often' }] },
      'processes/p.json: triggers[0].cron: must be a cron pattern',
    ],
    [
      'an unknown time zone',
      { steps: [read], triggers: [{ kind: 'schedule', cron: '* * * * *', timeZone: 'Mars/Base' }] },
      'processes/p.json: triggers[0].timeZone: must be an IANA time zone',
    ],
    [
      'a folder outside',
      { steps: [read], triggers: [{ kind: 'folder', folder: '../secret' }] },
      'processes/p.json: triggers[0].folder: must not leave the workspace',
    ],
    [
      'an absolute path',
      { steps: [read, { kind: 'write-json', name: 'x', to: '/etc/x' }] },
      'processes/p.json: steps[1].to: must be relative to the workspace and written with /',
    ],
    [
      'a connection that is not there',
      { steps: [read, { kind: 'sql-write', name: 'x', connection: 'gone', table: 't' }] },
      'processes/p.json: steps[1].connection: connection "gone" is not defined',
    ],
    [
      'a connection of another kind',
      { steps: [read, { kind: 'sql-write', name: 'x', connection: 'files', table: 't' }] },
      'processes/p.json: steps[1].connection: connection "files" is of kind csv-folder, "sql-write" needs sqlite or postgresql or mysql',
    ],
    [
      'SQL without a target',
      { steps: [read, { kind: 'sql-write', name: 'x', connection: 'files' }] },
      'processes/p.json: steps[1].table: needs either "table" or "statement"',
    ],
    [
      'a password in an address',
      { steps: [{ kind: 'http-read', name: 'x', url: 'https://me:pw@example.com/' }] },
      'must not hold a user or password',
    ],
    [
      'a token in an address',
      { steps: [{ kind: 'http-read', name: 'x', url: 'https://example.com/?api_key=1' }] },
      'must not hold the credential "api_key"',
    ],
    [
      'a literal authorization header',
      {
        steps: [{ kind: 'http-read', name: 'x', url: 'https://example.com/', headers: { Authorization: 'Bearer 1' } }],
      },
      'processes/p.json: steps[0].headers.Authorization: a credential must not stand in a definition',
    ],
  ])('%s', async (_name, definition, expected) => {
    await bench.connection('files', { kind: 'csv-folder', folder: 'in' });
    await bench.process('p', definition);
    expect((await problems()).join('\n')).toContain(expected);
  });

  test('a literal password', async () => {
    await bench.connection('db', { kind: 'postgresql', host: 'h', database: 'd', user: 'u', password: 'letmein' });
    const [problem] = await problems();
    expect(problem).toBe(
      'connections/db.json: password: a credential must not stand in a definition: use { "$env": "NAME" } or { "$secret": "name" }',
    );
  });

  test('a file that is no JSON, and a file whose name is no id', async () => {
    await bench.write('processes/p.json', '{');
    await bench.write('processes/a b.json', '{}');
    expect((await problems()).map((text) => text.split(' (')[0])).toEqual([
      'processes/a b.json: the file name must be an id of 1 to 64 of A-Z a-z 0-9 _ . - before ".json"',
      'processes/p.json: is not valid JSON',
    ]);
  });
});

test('good definitions load beside bad ones', async () => {
  await bench.process('good', { steps: [read] });
  await bench.process('bad', { steps: [] });
  const { processes, problems: found } = await loadDefinitions(workspaceAt(bench.root));
  expect([...processes.keys()]).toEqual(['good']);
  expect(found).toHaveLength(1);
});

test('the published schemas are JSON Schemas of what may be written', () => {
  const schemas = publishedSchemas();
  expect(schemas['process.schema.json']).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: expect.arrayContaining(['name', 'version', 'steps']) as unknown,
  });
  expect(JSON.stringify(schemas['connection.schema.json'])).toContain('$secret');
});
