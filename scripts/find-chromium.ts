/**
 * Finds a Chromium for the journeys, or installs one. Prints its path; says in one sentence why when there is none.
 *
 *     node scripts/find-chromium.ts            look, and install when nothing is found
 *     DAYMARK_CHROMIUM=/path/to/chrome ...     use this one
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chromium.exe',
  'chrome.exe',
];
/** Long enough for a slow network, short enough that a download that hangs leaves time for the next way. */
const MINUTES_FOR_AN_INSTALL = 4;

/** Gives the path of a browser that is already here, or undefined. Downloads nothing. */
export function findChromium(): string | undefined {
  const asked = process.env['DAYMARK_CHROMIUM'];
  if (asked !== undefined && asked !== '') {
    if (isProgram(asked)) return asked;
    throw new Error(`DAYMARK_CHROMIUM names ${asked}, which is not a program that can be run.`);
  }
  return [...onPath(), ...usualPlaces(), chromium.executablePath()].find(isProgram);
}

/** Gives the path of a browser, installing one when none is here. Throws with one sentence when that fails as well. */
export function findOrInstallChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  const tried: string[] = [];
  for (const [name, install] of waysToInstall()) {
    console.error(`No Chromium found; trying ${name}.`);
    tried.push(name);
    if (!install()) continue;
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    `No Chromium or Chrome was found and none could be installed (tried ${tried.join(', ')}): install one, or set DAYMARK_CHROMIUM to the path of one.`,
  );
}

function onPath(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
}

function usualPlaces(): string[] {
  switch (process.platform) {
    case 'darwin':
      return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
        join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
        join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
      ]);
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
        const folder = process.env[name];
        return folder === undefined
          ? []
          : [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Chromium/Application/chrome.exe')];
      });
    default:
      return [
        '/usr/bin',
        '/usr/local/bin',
        '/snap/bin',
        '/opt/google/chrome',
        '/usr/lib/chromium',
        '/usr/lib64/chromium-browser',
      ].flatMap((folder) => NAMES.map((name) => join(folder, name)));
  }
}

function waysToInstall(): [name: string, install: () => boolean][] {
  const asRoot = process.getuid?.() === 0;
  const ways: [string, () => boolean][] = [
    [
      "Playwright's own download",
      () =>
        run(process.execPath, [
          'node_modules/@playwright/test/cli.js',
          'install',
          ...(asRoot ? ['--with-deps'] : []),
          'chromium',
        ]),
    ],
  ];
  // The system's package manager changes the machine for everybody: only where we are root anyway.
  if (asRoot) {
    ways.push(
      [
        'apt-get',
        () =>
          run('apt-get', ['update', '-qq']) &&
          run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']),
      ],
      ['dnf', () => run('dnf', ['install', '-y', '-q', 'chromium'])],
      ['apk', () => run('apk', ['add', '--no-cache', 'chromium'])],
    );
  }
  return ways;
}

function run(command: string, args: string[]): boolean {
  const { status } = spawnSync(command, args, {
    // What an installer says goes to the error output: the path is all that this script prints.
    stdio: ['ignore', 2, 2],
    timeout: MINUTES_FOR_AN_INSTALL * 60_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not ours to run: both mean "look further".
    return false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(findOrInstallChromium());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
