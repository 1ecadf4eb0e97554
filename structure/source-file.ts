/** Reads the tree and parses its sources, so that the rules of the house can be checked on facts instead of on text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'vite';

/** A file by its path from the top of the repository, with `/` between folders. */
export interface TextFile {
  path: string;
  text: string;
}

/** One import of a source file, in whatever form it is written. */
export interface ImportOf {
  specifier: string;
  /** `import()` at run time. Type imports and re-exports count as static. */
  isDynamic: boolean;
}

/** What the rules need to know about a parsed source file. */
export interface SourceFile extends TextFile {
  imports: ImportOf[];
  exportNames: string[];
  /** Every statement hands on something of another file. */
  isOnlyReExports: boolean;
  /** Ambient clock, randomness, timers and transport, as written, with the line (from 1). */
  ambientCalls: { call: string; line: number }[];
}

/** A rule that a file breaks, as one sentence. */
export interface Violation {
  path: string;
  message: string;
}

const LEFT_OUT = new Set([
  'node_modules',
  '.git',
  'dist',
  'dist-demo',
  '.daymark',
  'test-results',
  'playwright-report',
  'coverage',
  '.cache',
]);
const AMBIENT_MEMBERS = new Set([
  'Date.now',
  'Math.random',
  'crypto.randomUUID',
  'performance.now',
  'AbortSignal.timeout',
]);
const AMBIENT_FUNCTIONS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'fetch']);

/** Gives the paths of all files of the repository, sorted, without what is built or installed. */
export function listFiles(top: string): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(top, folder), { withFileTypes: true })) {
      if (LEFT_OUT.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  walk('');
  return found.toSorted();
}

/** Reads one file of the repository as UTF-8. */
export function readText(top: string, path: string): TextFile {
  return { path, text: readFileSync(join(top, path), 'utf8') };
}

/** Whether the path is a TypeScript source (declaration files included). */
export function isSource(path: string): boolean {
  return /\.tsx?$/.test(path);
}

/** Whether the path is a spec, which may use what its test runner and Node give. */
export function isSpec(path: string): boolean {
  return /\.spec\.tsx?$/.test(path);
}

/** A suite that several specs run: the conformance of a port's adapters. It uses the test libraries, but obeys the import table. */
export function isSuite(path: string): boolean {
  return /\/conformance(\/[^/]+)?\.ts$/.test(path);
}

/** Parses a source file. Throws when it has a syntax error, naming the file. */
export function parseSource({ path, text }: TextFile): SourceFile {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);

  const imports: ImportOf[] = module.staticImports.map((one) => ({
    specifier: one.moduleRequest.value,
    isDynamic: false,
  }));
  const exportNames: string[] = [];
  for (const entry of module.staticExports.flatMap((one) => one.entries)) {
    if (entry.moduleRequest) imports.push({ specifier: entry.moduleRequest.value, isDynamic: false });
    if (entry.exportName.name) exportNames.push(entry.exportName.name);
  }

  const bound = new Set<string>();
  const ambient: { call: string; start: number }[] = [];
  const bind = (pattern: unknown): void => {
    for (const name of namesIn(pattern)) bound.add(name);
  };
  const bindParams = (node: { params: unknown[] }): void => node.params.forEach(bind);
  new Visitor({
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal' && typeof source.value === 'string')
        imports.push({ specifier: source.value, isDynamic: true });
    },
    TSImportType: ({ source }) => {
      imports.push({ specifier: source.value, isDynamic: false });
    },
    VariableDeclarator: ({ id }) => bind(id),
    FunctionDeclaration: (node) => {
      bind(node.id);
      bindParams(node);
    },
    FunctionExpression: bindParams,
    ArrowFunctionExpression: bindParams,
    NewExpression: ({ callee, arguments: given, start }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0)
        ambient.push({ call: 'new Date()', start });
    },
    CallExpression: ({ callee, start }) => {
      if (callee.type !== 'Identifier') return;
      if (callee.name === 'Date' || AMBIENT_FUNCTIONS.has(callee.name))
        ambient.push({ call: `${callee.name}()`, start });
    },
    MemberExpression: ({ object, property, computed, start }) => {
      if (computed || object.type !== 'Identifier' || property.type !== 'Identifier') return;
      const call = `${object.name}.${property.name}`;
      const isGlobal = object.name === 'globalThis' && AMBIENT_FUNCTIONS.has(property.name);
      if (AMBIENT_MEMBERS.has(call) || isGlobal) ambient.push({ call, start });
    },
  }).visit(program);

  return {
    path,
    text,
    imports,
    exportNames,
    isOnlyReExports:
      program.body.length > 0 &&
      program.body.every(
        (one) => one.type === 'ExportAllDeclaration' || (one.type === 'ExportNamedDeclaration' && one.source !== null),
      ),
    // A name that the file binds itself (a port taken as a parameter) is not the ambient one.
    ambientCalls: ambient
      .filter(({ call }) => !bound.has(call.replace(/[.(].*$/, '')))
      .map(({ call, start }) => ({ call, line: text.slice(0, start).split('\n').length })),
  };
}

/** The names that a binding pattern brings into being: `{ a, b: [c] }` gives a and c. */
function namesIn(pattern: unknown): string[] {
  if (typeof pattern !== 'object' || pattern === null || !('type' in pattern)) return [];
  // Asserted: a node of the syntax tree; the fields read below are checked for by `type` or for being there.
  const node = pattern as {
    type: string;
    name?: string;
    left?: unknown;
    argument?: unknown;
    value?: unknown;
    properties?: unknown[];
    elements?: unknown[];
  };
  switch (node.type) {
    case 'Identifier':
      return node.name === undefined ? [] : [node.name];
    case 'AssignmentPattern':
      return namesIn(node.left);
    case 'RestElement':
      return namesIn(node.argument);
    case 'Property':
      return namesIn(node.value);
    case 'ObjectPattern':
      return (node.properties ?? []).flatMap(namesIn);
    case 'ArrayPattern':
      return (node.elements ?? []).flatMap(namesIn);
    default:
      return [];
  }
}
