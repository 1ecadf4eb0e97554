import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { loadDefinitions, problemText } from './definition/load.ts';
import { publishedSchemas } from './definition/published-schema.ts';
import { newId } from './new-id.ts';
import { createSampleWorkspace } from './sample/create-sample-workspace.ts';
import { dropOrder } from './triggers/manual.ts';
import { workspaceAt } from './workspace.ts';

const usage = `node src/engine/cli.ts <command>

  check  <workspace>                    reads all definitions and names what is wrong with them
  run    <workspace> <process> [file]   starts a process by hand, now or when the engine runs next; the file lies in the workspace
  stop   <workspace> <execution>        ends a run in flight
  sample <directory>                    makes the sample workspace
  schema <process | connection>         prints the JSON Schema of a definition
`;

/** What a command says and how it ends. */
export interface Outcome {
  text: string;
  exitCode: 0 | 1;
}

/** Runs a command line. Orders for a running engine go through its `triggers` folder: nothing listens. */
export async function runCommand(words: string[]): Promise<Outcome> {
  const [command, first, second, third] = words;
  if (command === undefined || command === 'help' || command === '--help') return { text: usage, exitCode: 0 };
  if (first === undefined) return bad(`"${command}" needs an argument.\n\n${usage}`);
  switch (command) {
    case 'check':
      return check(first);
    case 'run':
      return second === undefined
        ? bad('Which process? run <workspace> <process> [file]\n')
        : order(first, second, third ?? null);
    case 'stop':
      if (second === undefined) return bad('Which execution? stop <workspace> <execution>\n');
      await dropOrder(workspaceAt(first), { kind: 'stop', executionId: second }, '');
      return { text: `Asked to stop ${second}.\n`, exitCode: 0 };
    case 'sample':
      await createSampleWorkspace(first);
      return { text: `The sample workspace is in ${first}; its README.md says where to drop files.\n`, exitCode: 0 };
    case 'schema': {
      const schemas = publishedSchemas();
      const name = `${first}.schema.json`;
      const isKnown = name === 'process.schema.json' || name === 'connection.schema.json';
      return isKnown
        ? { text: `${JSON.stringify(schemas[name], null, 2)}\n`, exitCode: 0 }
        : bad('schema <process | connection>\n');
    }
    default:
      return bad(`There is no command "${command}".\n\n${usage}`);
  }
}

async function check(directory: string): Promise<Outcome> {
  const workspace = workspaceAt(directory);
  if (!(await stat(workspace.processes).catch(() => null)))
    return bad(`${directory} is no workspace: it has no folder "processes".\n`);
  const { problems, processes, connections } = await loadDefinitions(workspace);
  if (problems.length > 0) return bad(`${problems.map(problemText).join('\n')}\n`);
  return { text: `${processes.size} processes and ${connections.size} connections are good.\n`, exitCode: 0 };
}

async function order(directory: string, processId: string, file: string | null): Promise<Outcome> {
  const workspace = workspaceAt(directory);
  const { processes, problems } = await loadDefinitions(workspace);
  if (!processes.has(processId)) {
    const why = problems.filter((problem) => problem.file === `processes/${processId}.json`).map(problemText);
    return bad(
      `${why.join('\n') || `There is no process "${processId}". There are: ${[...processes.keys()].join(', ') || 'none'}.`}\n`,
    );
  }
  await dropOrder(workspace, { kind: 'run', processId, file }, newId(Date.now()));
  return { text: `Asked to run ${processId}.\n`, exitCode: 0 };
}

function bad(text: string): Outcome {
  return { text, exitCode: 1 };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { text, exitCode } = await runCommand(process.argv.slice(2)).catch((error: unknown) =>
    bad(`${error instanceof Error ? error.message : String(error)}\n`),
  );
  (exitCode === 0 ? process.stdout : process.stderr).write(text);
  process.exitCode = exitCode;
}
