/** Checks the types of every part with its own configuration, all at once. `npm run types`. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

// Asserted: tsconfig.json is ours; without references the loop below would check nothing, so that is an error.
const { references } = JSON.parse(readFileSync('tsconfig.json', 'utf8').replace(/^\s*\/\/.*$/gm, '')) as {
  references: { path: string }[];
};
if (references.length === 0) throw new Error('tsconfig.json names no part');

const results = await Promise.all(references.map(({ path }) => check(path)));
for (const { output } of results) if (output !== '') console.log(output.trimEnd());
if (results.some(({ isClean }) => !isClean)) process.exitCode = 1;

function check(path: string): Promise<{ isClean: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '-p', path, '--pretty', 'false'],
      { maxBuffer: 1 << 26 },
      (error, stdout, stderr) => resolve({ isClean: error === null, output: stdout + stderr }),
    );
  });
}
