import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type * as z from 'zod';
import { Id } from '#contract/primitives.ts';
import type { Workspace } from '../workspace.ts';
import { ConnectionDefinition, type Connection } from './connection.ts';
import { ProcessDefinition, type Process } from './process.ts';
import { connectionKindsOf } from './step-connections.ts';

/** What is wrong with one definition file: file, path inside it, and a sentence. */
export interface DefinitionProblem {
  /** Relative to the workspace, e.g. `processes/orders-import.json`. */
  file: string;
  /** `steps[2].connection`; empty for the file as a whole. */
  path: string;
  message: string;
}

/** Everything a workspace defines. Bad files are left out and named in `problems`. */
export interface Definitions {
  processes: Map<string, Process>;
  connections: Map<string, Connection>;
  problems: DefinitionProblem[];
  /** Changes whenever a definition does. */
  digest: string;
}

/**
 * Reads `processes/*.json` and `connections/*.json`. Never throws for a bad definition: the good ones still run, the bad ones
 * are reported with file and path.
 */
export async function loadDefinitions(workspace: Workspace): Promise<Definitions> {
  const problems: DefinitionProblem[] = [];
  const hash = createHash('sha256');
  const connections = await loadFolder(workspace.connections, 'connections', ConnectionDefinition, problems, hash);
  const processes = await loadFolder(workspace.processes, 'processes', ProcessDefinition, problems, hash);
  for (const [id, process] of processes) {
    const wrong = wrongReferences(process, connections);
    for (const problem of wrong) problems.push({ file: `processes/${id}.json`, ...problem });
    if (wrong.length > 0) processes.delete(id);
  }
  return { processes, connections, problems, digest: hash.digest('hex').slice(0, 32) };
}

/** One problem as a sentence: `processes/orders.json: steps[2].connection: …`. */
export function problemText(problem: DefinitionProblem): string {
  return [problem.file, problem.path, problem.message].filter((part) => part !== '').join(': ');
}

async function loadFolder<T extends z.ZodType>(
  folder: string,
  shortName: string,
  schema: T,
  problems: DefinitionProblem[],
  hash: ReturnType<typeof createHash>,
): Promise<Map<string, z.infer<T> & { id: string }>> {
  const found = new Map<string, z.infer<T> & { id: string }>();
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => extname(each) === '.json' && !each.startsWith('.')).sort()) {
    const file = `${shortName}/${name}`;
    const id = basename(name, '.json');
    if (!Id.safeParse(id).success) {
      problems.push({
        file,
        path: '',
        message: 'the file name must be an id of 1 to 64 of A-Z a-z 0-9 _ . - before ".json"',
      });
      continue;
    }
    const text = await readFile(join(folder, name), 'utf8').catch((error: unknown) => error);
    if (typeof text !== 'string') {
      problems.push({
        file,
        path: '',
        message: `cannot be read (${text instanceof Error ? text.message : String(text)})`,
      });
      continue;
    }
    hash.update(`${file}\u0000${text}\u0000`);
    const parsed = parseDefinition(text, schema, file);
    if ('problems' in parsed) problems.push(...parsed.problems);
    else found.set(id, { ...parsed.value, id });
  }
  return found;
}

function parseDefinition<T extends z.ZodType>(
  text: string,
  schema: T,
  file: string,
): { value: z.infer<T> & object } | { problems: DefinitionProblem[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return {
      problems: [
        { file, path: '', message: `is not valid JSON (${error instanceof Error ? error.message : String(error)})` },
      ],
    };
  }
  const parsed = schema.safeParse(json);
  // Every definition schema is an object; zod's general type cannot say so.
  if (parsed.success) return { value: parsed.data as z.infer<T> & object };
  return {
    problems: parsed.error.issues.map((issue) => ({ file, path: pathText(issue.path), message: issueText(issue) })),
  };
}

function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `unknown ${issue.keys.length === 1 ? 'key' : 'keys'} ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  if (issue.code === 'invalid_union' && 'discriminator' in issue && issue.discriminator) {
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String).join(', ') : '';
    return `must be one of: ${options}`;
  }
  // A union says only "Invalid input": what each of its ways asks for says more.
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input' && issue.errors.length > 0) {
    const ways = issue.errors.map((issues) => issues.map(issueText).join(' and '));
    return [...new Set(ways)].join(', or: ');
  }
  return issue.message;
}

/** `['steps', 2, 'connection']` as `steps[2].connection`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function wrongReferences(process: Process, connections: Map<string, Connection>): { path: string; message: string }[] {
  return process.steps.flatMap((step, index) => {
    const id = 'connection' in step ? step.connection : undefined;
    if (id === undefined) return [];
    const connection = connections.get(id);
    const path = `steps[${index}].connection`;
    if (!connection) return [{ path, message: `connection "${id}" is not defined (or its definition is not valid)` }];
    const usable = connectionKindsOf(step.kind);
    return usable.includes(connection.kind)
      ? []
      : [
          {
            path,
            message: `connection "${id}" is of kind ${connection.kind}, "${step.kind}" needs ${usable.join(' or ')}`,
          },
        ];
  });
}
