import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExecutionReport } from '#contract/tracking.ts';
import { benchWorkspace, type BenchWorkspace } from '../proof/bench-workspace.ts';

let bench: BenchWorkspace;

beforeEach(async () => {
  bench = await benchWorkspace();
});

afterEach(() => bench.close());

const text = (path: string): Promise<string> => readFile(join(bench.root, path), 'utf8');

/** Runs one process over one file and gives its last report. */
async function run(
  steps: object[],
  content: string | Uint8Array | null = null,
  more: object = {},
): Promise<ExecutionReport> {
  await bench.process('p', { steps, ...more });
  if (content !== null) await bench.write('input', content);
  const engine = await bench.start();
  expect(engine.problems()).toEqual([]);
  await engine.run('p', content === null ? null : 'input');
  const [report] = await bench.ended(1);
  if (!report) throw new Error('no report');
  return report;
}

const write = { kind: 'write-json', name: 'Write', to: 'out.json' };
const records = async (): Promise<unknown> => JSON.parse(await text('out.json'));

describe('CSV', () => {
  test.each<[string, object, string | Uint8Array]>([
    ['UTF-8 with a byte order mark', {}, '\ufeffname,city\nÅsa,Łódź\n'],
    [
      'UTF-16 little endian',
      { encoding: 'utf-16' },
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('name,city\nÅsa,Łódź\n', 'utf16le')]),
    ],
    [
      'UTF-16 big endian',
      { encoding: 'utf-16' },
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('name,city\nÅsa,Łódź\n', 'utf16le').swap16()]),
    ],
    ['semicolons, quotes and Windows line ends', { delimiter: ';' }, 'name;city\r\n"Åsa";"Łódź"\r\n'],
    ['no header line', { header: ['name', 'city'] }, 'Åsa,Łódź\n'],
  ])('reads %s', async (_name, options, content) => {
    expect((await run([{ kind: 'read-csv', name: 'Read', ...options }, write], content)).status).toBe('COMPLETE');
    expect(await records()).toEqual([{ name: 'Åsa', city: 'Łódź' }]);
  });

  test('reads latin1', async () => {
    await run([{ kind: 'read-csv', name: 'Read', encoding: 'latin1' }, write], Buffer.from('name\nMüller\n', 'latin1'));
    expect(await records()).toEqual([{ name: 'Müller' }]);
  });

  test('names the byte that is not in the encoding', async () => {
    const report = await run([{ kind: 'read-csv', name: 'Read' }, write], Buffer.from('name\nMüller\n', 'latin1'));
    expect(report.failure).toMatchObject({ class: 'encoding', code: 'ENCODING.BYTES' });
    const [, error] = await bench.answer({ kind: 'execution-error', executionId: report.executionId });
    expect(error).toMatchObject({ message: expect.stringContaining('byte 6 does not belong') as unknown });
  });

  test.each([
    ['a column without a name', 'a,,c\n1,2,3\n'],
    ['a column named twice', 'a,b,a\n1,2,3\n'],
  ])('refuses a header with %s', async (_name, content) => {
    expect((await run([{ kind: 'read-csv', name: 'Read' }, write], content)).failure).toMatchObject({
      class: 'schema',
      code: 'CSV.HEADER',
    });
  });

  test('writes what was asked for, quoted where needed, and nothing under its final name when the run fails', async () => {
    const steps = [
      { kind: 'read-json', name: 'Read' },
      { kind: 'write-csv', name: 'Write', to: 'out/{file}.csv', delimiter: ';', columns: ['b', 'a'] },
    ];
    const report = await run(steps, JSON.stringify([{ a: 'x;y', b: 1 }, { a: { c: 2 } }]));
    expect(await text('out/input.csv')).toBe('b;a\n1;"x;y"\n;"{""c"":2}"\n');
    expect(report.documents.at(-1)).toMatchObject({
      fileName: 'input.csv',
      directory: 'out',
      outcome: 'written',
      records: 2,
      step: 2,
    });
  });

  test(
    'of 50 MB passes in batches: an engine with less memory than its records need reads it',
    { timeout: 150_000 },
    async () => {
      await mkdir(join(bench.root, 'in'));
      const line = `${'x'.repeat(90)},`;
      function* lines(): Generator<string> {
        yield 'text,no\n';
        for (let index = 0; index < 520_000; index += 1) yield `${line}${index}\n`;
      }
      await pipeline(Readable.from(lines()), createWriteStream(join(bench.root, 'in/big.csv')));
      const steps = [
        { kind: 'read-csv', name: 'Read', from: { path: 'in/big.csv' } },
        { kind: 'write-csv', name: 'Write', to: 'out.csv' },
      ];
      await bench.process('p', { steps });
      await bench.write('triggers/p.run', '');
      const program = fileURLToPath(new URL('../proof/engine-process.ts', import.meta.url));
      // Measured: at most 48 MB live while it reads, and all records held at once die under this limit.
      const child = spawn(process.execPath, ['--max-old-space-size=96', program, bench.root], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      // The journal, not the file: the file appears a moment before the run has ended.
      const inFlight = (): unknown =>
        bench.sqlite('.engine/journal.db', 'SELECT in_flight FROM executions')[0]?.['in_flight'];
      let said = '';
      child.stderr.on('data', (piece) => (said += String(piece)));
      let ended: string | null = null;
      const exit = once(child, 'exit').then(
        ([code, signal]) => (ended = `the engine ended: ${String(code ?? signal)}`),
      );
      try {
        // A crash shows as what it is, not as a slow machine.
        await expect
          .poll(() => ended ?? inFlight(), { timeout: 120_000, interval: 200 })
          .toSatisfy((state: unknown) => state === 0 || state === ended);
        expect(ended === null ? '' : `${String(ended)} ${said.slice(0, 500)}`).toBe('');
      } finally {
        child.kill('SIGKILL');
        await exit;
      }
      await bench.start();
      expect(await bench.ended(1)).toMatchObject([
        {
          status: 'COMPLETE',
          in: 520_000,
          out: 520_000,
          bytes: expect.toSatisfy((bytes: number) => bytes > 50_000_000) as unknown,
        },
      ]);
    },
  );
});

describe('JSON and XML', () => {
  test('reads records at a path, and JSON lines', async () => {
    await run(
      [{ kind: 'read-json', name: 'Read', records: 'data.items' }, write],
      '{"data":{"items":[{"a":1},{"a":null}]}}',
    );
    expect(await records()).toEqual([{ a: 1 }, { a: null }]);
  });

  test('reads JSON lines and writes them', async () => {
    await run(
      [
        { kind: 'read-json', name: 'Read', format: 'lines' },
        { ...write, format: 'lines' },
      ],
      '{"a":1}\n\n{"a":2}',
    );
    expect(await text('out.json')).toBe('{"a":1}\n{"a":2}\n');
  });

  test.each([
    ['{"a":', 'JSON.PARSE'],
    ['{"b":1}', 'JSON.SHAPE'],
  ])('refuses %s', async (content, code) => {
    expect((await run([{ kind: 'read-json', name: 'Read', records: 'a' }, write], content)).failure?.code).toBe(code);
  });

  test('reads repeated elements with attributes and writes XML', async () => {
    await run(
      [
        { kind: 'read-xml', name: 'Read', records: 'list.item' },
        { kind: 'map', name: 'Map', expression: '{ "id": `@id`, "name": name }' },
        { kind: 'write-xml', name: 'Write', to: 'out.xml', root: 'things', record: 'thing' },
      ],
      '<?xml version="1.0"?><list><item id="007"><name>A &amp; B</name></item></list>',
    );
    expect(await text('out.xml')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<things>\n<thing>\n  <id>007</id>\n  <name>A &amp; B</name>\n</thing>\n</things>\n',
    );
  });

  test.each([
    ['<list><item></list>', 'XML.PARSE'],
    ['<other/>', 'XML.SHAPE'],
  ])('refuses %s', async (content, code) => {
    expect((await run([{ kind: 'read-xml', name: 'Read', records: 'list.item' }, write], content)).failure?.code).toBe(
      code,
    );
  });
});

describe('records', () => {
  test('that break rules are set aside with reasons, and the run ends with a warning', async () => {
    const fields = { id: { required: true, type: 'integer' }, mail: { type: 'email' } };
    const report = await run(
      [
        { kind: 'read-csv', name: 'Read' },
        { kind: 'validate', name: 'Check', fields, onInvalid: 'reject', rejects: 'rejects/{file}.jsonl' },
        write,
      ],
      'id,mail\n1,a@b.example\nx,a@b.example\n,nobody\n',
    );
    expect(report).toMatchObject({ status: 'COMPLETE_WARN', in: 3, out: 1, errors: 2, failure: null });
    expect(report.steps[1]).toMatchObject({ state: 'warned', in: 3, out: 1, errors: 2 });
    expect(report.documents[0]).toMatchObject({ outcome: 'warned' });
    const rejected = (await text('rejects/input.jsonl'))
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(rejected).toMatchObject([
      { record: 2, reasons: ['field "id": expected integer, found "x"'] },
      { record: 3, reasons: ['field "id" is missing', expect.stringContaining('email') as unknown] },
    ]);
  });

  test('that an expression fails on are named', async () => {
    const report = await run(
      [{ kind: 'read-csv', name: 'Read' }, { kind: 'map', name: 'Map', expression: '{ "n": $number(n) }' }, write],
      'n\n1\nmany\n',
    );
    expect(report.failure).toMatchObject({ class: 'mapping', code: 'JSONATA D3030', step: 2 });
    const [, error] = await bench.answer({ kind: 'execution-error', executionId: report.executionId });
    expect(error).toMatchObject({ document: { record: 2 } });
  });

  test('an expression that never ends is ended, and the runtime goes on', async () => {
    const report = await run(
      [
        { kind: 'read-csv', name: 'Read' },
        { kind: 'map', name: 'Map', expression: '( $f := function($x) { $f($x + 1) }; $f(1) )' },
        write,
      ],
      'n\n1\n',
    );
    expect(report.status).toBe('ERROR');
    expect(['mapping', 'timeout']).toContain(report.failure?.class);
  });
});
