/** The architecture's import table and the house rules, over every file, and a planted breach of each that must be caught. */
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { missingOptionals, type Lockfile } from '../scripts/complete-lockfile.ts';
import {
  ambientViolations,
  barrelViolations,
  componentViolations,
  lengthViolations,
  nameViolations,
  traceViolations,
} from './house-rules.ts';
import { importViolations } from './import-table.ts';
import { isSource, listFiles, parseSource, readText, type SourceFile, type Violation } from './source-file.ts';

const top = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const paths = listFiles(top);
const sources = paths.filter(isSource).map((path) => parseSource(readText(top, path)));
const texts = paths.filter((path) => !/\.(png|woff2|ico)$/.test(path)).map((path) => readText(top, path));

// Put together from halves, so that this file does not hold what it looks for.
const TRACES = [
  'registry.npmjs' + '.org',
  'registry.yarnpkg' + '.com',
  '/work/' + 'main',
  '/work/' + 'shared',
  ...ownTraces(),
];

describe('the house as it stands', () => {
  it('has something to check', () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  it('imports only what the table allows', () => {
    expect(said(sources.flatMap(importViolations))).toEqual([]);
  });

  it('takes clock, randomness, timers and transport as ports in the cores', () => {
    expect(said(sources.flatMap(ambientViolations))).toEqual([]);
  });

  it('has no file over 500 lines', () => {
    expect(said(texts.flatMap(lengthViolations))).toEqual([]);
  });

  it('names files for what they hold', () => {
    expect(said([...paths.flatMap(nameViolations), ...sources.flatMap(componentViolations)])).toEqual([]);
  });

  it('has no barrels but the faces of platform, agent and engine', () => {
    expect(said(sources.flatMap(barrelViolations))).toEqual([]);
  });

  it('names no registry and no path of the machine it was made on', () => {
    expect(said(texts.flatMap((file) => traceViolations(file, TRACES)))).toEqual([]);
  });

  it('has a lockfile that every platform can install from, with no download host', () => {
    const { text } = readText(top, 'package-lock.json');
    // Asserted: npm wrote it.
    expect(missingOptionals(JSON.parse(text) as Lockfile).map(({ path }) => path)).toEqual([]);
    expect(text).not.toContain('"resolved": "http');
  });
});

describe('a planted breach is caught', () => {
  it.each([
    ['src/contract/a.ts', "import { x } from '#platform/index.ts';"],
    ['src/contract/a.ts', "import { x } from '../platform/index.ts';"],
    ['src/contract/a.ts', "import { x } from 'hono';"],
    ['src/contract/a.ts', "import { x } from 'vitest';"],
    ['src/contract/a.ts', "import { x } from './b';"],
    ['src/dashboard/ui/A.tsx', "import type { X } from '#platform/index.ts';"],
    ['src/dashboard/ui/A.tsx', "type X = import('#agent/index.ts').X;"],
    ['src/dashboard/ui/A.tsx', "import { http } from 'msw';"],
    ['src/dashboard/ui/A.tsx', "import { NowPage } from '#dashboard/features/now/NowPage.tsx';"],
    ['src/dashboard/features/now/A.tsx', "import { x } from '#dashboard/features/runtimes/x.ts';"],
    ['src/dashboard/features/now/A.tsx', "import { x } from '../runtimes/x.ts';"],
    ['src/main.tsx', "import { start } from '../mocks/browser.ts';"],
    ['src/main.tsx', "await import('#platform/index.ts');"],
    ['src/platform/derive/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/platform/derive/a.ts', "export * from '#agent/exit.ts';"],
    ['src/platform/derive/a.ts', "import { request } from 'undici';"],
    ['src/agent/a.ts', "import { x } from '#platform/index.ts';"],
    ['src/agent/a.ts', "import { useState } from 'react';"],
    ['src/engine/run/a.ts', "import { x } from '#agent/exit.ts';"],
    ['src/engine/run/a.ts', "import { x } from '#platform/index.ts';"],
    ['src/hosts/platform-node/a.ts', "import { x } from '#platform/derive/status.ts';"],
    ['src/hosts/platform-node/a.ts', "import { x } from '#mocks/world/clock.ts';"],
    ['mocks/world/a.ts', "import { x } from '#platform/store/memory.ts';"],
    ['mocks/world/a.ts', "import { readFile } from 'node:fs';"],
    ['mocks/world/a.ts', "import { useState } from 'react';"],
  ])('%s with %s', (path, text) => {
    expect(importViolations(parseSource({ path, text }))).toHaveLength(1);
  });

  it.each([
    ['new Date()', 'export const a = new Date();'],
    ['Date()', 'export const a = Date();'],
    ['Date.now', 'export const a = () => Date.now();'],
    ['Math.random', 'export const a = Math.random();'],
    ['crypto.randomUUID', 'export const a = crypto.randomUUID();'],
    ['performance.now', 'export const a = performance.now();'],
    ['setTimeout()', 'setTimeout(() => 1, 5);'],
    ['setInterval()', 'setInterval(() => 1, 5);'],
    ['fetch()', "export const a = await fetch('https://platform.example');"],
    ['globalThis.fetch', "export const a = await globalThis.fetch('https://platform.example');"],
    ['AbortSignal.timeout', 'export const a = AbortSignal.timeout(5);'],
  ])('a core that uses %s', (call, text) => {
    const found = ambientViolations(parseSource({ path: 'src/agent/a.ts', text }));
    expect(found.map(({ message }) => message)).toEqual([`line 1 uses ${call}: a core takes it as a port`]);
  });

  it.each([
    'src/dashboard/lib/utils.ts',
    'src/platform/helpers/a.ts',
    'src/agent/date-utils.ts',
    'src/engine/data.ts',
    'mocks/world/run-manager.ts',
    'src/engine/runFile.ts',
    'src/dashboard/ui/ChipManager.tsx',
  ])('a file called %s', (path) => {
    expect(nameViolations(path)).toHaveLength(1);
  });

  it('a component in a file of the wrong case', () => {
    expect(
      componentViolations(parsed('src/dashboard/ui/status-chip.tsx', 'export function StatusChip() { return <b />; }')),
    ).toHaveLength(1);
  });

  it('a file of 501 lines', () => {
    expect(lengthViolations({ path: 'src/agent/a.ts', text: 'x\n'.repeat(501) })).toHaveLength(1);
  });

  it('a barrel', () => {
    expect(
      barrelViolations(parsed('src/dashboard/ui/all.ts', "export * from './a.ts'; export { b } from './b.ts';")),
    ).toHaveLength(1);
    expect(barrelViolations(parsed('src/dashboard/ui/index.ts', 'export const a = 1;'))).toHaveLength(1);
  });

  it('a registry host or a path of the machine', () => {
    for (const trace of TRACES)
      expect(traceViolations({ path: 'README.md', text: `see ${trace}/x` }, TRACES).length).toBeGreaterThan(0);
  });

  it('a lockfile without the packages of another platform', () => {
    const lock = { packages: { '': {}, 'node_modules/a': { optionalDependencies: { '@a/darwin-arm64': '1.2.3' } } } };
    expect(missingOptionals(lock)).toEqual([{ path: 'node_modules/@a/darwin-arm64', version: '1.2.3', isDev: false }]);
  });
});

describe('what the rules must leave alone', () => {
  it.each([
    ['src/main.tsx', "await import('../mocks/browser.ts');"],
    [
      'src/engine/run/a.ts',
      "import type { RuntimePort } from '#agent/runtime.ts'; import { watch } from 'chokidar'; import 'node:fs';",
    ],
    ['src/hosts/platform-node/a.ts', "import { createPlatform } from '#platform/index.ts'; import 'node:https';"],
    [
      'src/hosts/platform-node/store.spec.ts',
      "import { storeConformance } from '#platform/store/conformance.ts'; import { it } from 'vitest';",
    ],
    [
      'src/platform/derive/a.ts',
      "import { status } from './status.ts'; import { Id } from '#contract/primitives.ts'; import { Hono } from 'hono';",
    ],
    [
      'src/dashboard/features/now/A.tsx',
      "import { Chip } from '#dashboard/ui/Chip.tsx'; import './a.css'; import { useState } from 'react';",
    ],
  ])('%s with %s', (path, text) => {
    expect(importViolations(parseSource({ path, text }))).toEqual([]);
  });

  it('a transport taken as a port, a date made of an instant, a spec', () => {
    expect(
      ambientViolations(parsed('src/agent/a.ts', 'export const a = ({ fetch, at }: P) => [fetch(at), new Date(at)];')),
    ).toEqual([]);
    expect(ambientViolations(parsed('src/agent/a.spec.ts', 'export const a = Date.now();'))).toEqual([]);
    expect(ambientViolations(parsed('src/hosts/agent-node/a.ts', 'export const a = Date.now();'))).toEqual([]);
  });
});

function parsed(path: string, text: string): SourceFile {
  return parseSource({ path, text });
}

function said(violations: Violation[]): string[] {
  return violations.map(({ path, message }) => `${path} ${message}`);
}

/** What would betray the machine that runs this: its checkout, its home when that is not a general word, its registry. */
function ownTraces(): string[] {
  const registry = process.env['npm_config_registry'];
  const host = registry !== undefined && URL.canParse(registry) ? new URL(registry).host : undefined;
  return [top, homedir(), host].filter((trace): trace is string => trace !== undefined && trace.length > 8);
}
