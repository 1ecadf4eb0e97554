/**
 * Completes package-lock.json with the optional packages of other platforms.
 *
 * `npm install` leaves an optional package out of the lockfile when the registry it talks to does not
 * serve it (a mirror that keeps only Linux binaries, for example). `npm ci` then refuses the lockfile on
 * every machine. This writes the missing entries from what the depending packages say: name, version,
 * and, read from the name, the platform. Such an entry has no integrity hash, because the package was
 * never seen; npm fetches it only on the platform it is for.
 *
 * Run after adding or updating a dependency: `npm run lockfile`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** One entry of package-lock.json's `packages`, as far as this script reads and writes it. */
interface LockEntry {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

/** The part of package-lock.json that matters here. Keys are paths such as `node_modules/a/node_modules/b`. */
export interface Lockfile {
  packages: Record<string, LockEntry>;
}

const OS_NAMES = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'sunos', 'aix', 'netbsd', 'openbsd'];
const CPU_NAMES = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

/**
 * Gives the optional packages that a package in the lockfile asks for and the lockfile does not hold.
 * Empty when the lockfile is complete; sorted by name.
 */
export function missingOptionals(lock: Lockfile): { path: string; version: string; isDev: boolean }[] {
  const missing = new Map<string, { path: string; version: string; isDev: boolean }>();
  for (const [from, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isResolvable(lock, from, name)) continue;
      const path = `node_modules/${name}`;
      missing.set(path, { path, version: range.replace(/^[~^]/, ''), isDev: entry.dev === true });
    }
  }
  return [...missing.values()].toSorted((a, b) => a.path.localeCompare(b.path, 'en'));
}

/** Gives a copy of the lockfile with an entry for each missing optional package; the same content when none is missing. */
export function completeLockfile(lock: Lockfile): Lockfile {
  const packages = { ...lock.packages };
  for (const { path, version, isDev } of missingOptionals(lock)) {
    packages[path] = { version, ...platformOf(path), ...(isDev ? { dev: true } : {}), optional: true };
  }
  const sorted = Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

function isResolvable(lock: Lockfile, from: string, name: string): boolean {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${base === '' ? '' : `${base}/`}node_modules/${name}`]) return true;
    if (base === '' || !base.includes('/node_modules/')) return lock.packages[`node_modules/${name}`] !== undefined;
  }
}

function platformOf(path: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  if (path === 'node_modules/fsevents') return { os: ['darwin'] };
  const words = path.split(/[/-]/);
  const os = OS_NAMES.find((name) => words.includes(name));
  const cpu =
    CPU_NAMES.find((name) => words.includes(name)) ??
    (words.some((word) => /^(gnu|musl)eabi(hf)?$/.test(word)) ? 'arm' : undefined);
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  if (os === undefined && cpu === undefined)
    throw new Error(`cannot read a platform from the name ${path}: add the package to the lockfile by hand`);
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc && os === 'linux' ? { libc: [libc] } : {}),
    ...(os ? { os: [os] } : {}),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // Asserted: npm wrote this file, and a shape it does not have fails loudly on the first read.
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
  const missing = missingOptionals(lock);
  if (missing.length > 0) writeFileSync('package-lock.json', `${JSON.stringify(completeLockfile(lock), null, 2)}\n`);
  console.log(`package-lock.json: ${missing.length} optional packages added`);
}
