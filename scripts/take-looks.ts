/**
 * Takes the pictures of every screen, and puts those of the README where it shows them (`npm run looks`). The bundled world has a date
 * of its own, so the same sources give the same pictures.
 */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/@playwright/test/cli.js', 'test', '--project=looks', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, DAYMARK_PICTURES: 'docs/pictures' } },
);
process.exitCode = status ?? 1;
