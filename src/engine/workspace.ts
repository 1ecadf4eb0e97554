import { isAbsolute, join, resolve, sep } from 'node:path';
import { EngineError } from './errors/engine-error.ts';

/** The places of a workspace. What people edit lies at the top; what the engine keeps lies in `.engine`. */
export interface Workspace {
  root: string;
  processes: string;
  connections: string;
  /** Drop `<process id>` or `<process id>.json` here to start a process by hand. */
  triggers: string;
  secrets: string;
  engine: string;
  journal: string;
  logs: string;
  /** Files that runs have claimed, a folder per execution. */
  work: string;
  lock: string;
  engineLog: string;
}

/** The places of the workspace at `root`. Touches nothing. */
export function workspaceAt(root: string): Workspace {
  const top = resolve(root);
  const engine = join(top, '.engine');
  return {
    root: top,
    processes: join(top, 'processes'),
    connections: join(top, 'connections'),
    triggers: join(top, 'triggers'),
    secrets: join(top, 'secrets.json'),
    engine,
    journal: join(engine, 'journal.db'),
    logs: join(engine, 'logs'),
    work: join(engine, 'work'),
    lock: join(engine, 'engine.lock'),
    engineLog: join(engine, 'engine.log'),
  };
}

/**
 * The absolute path of a path from a definition.
 * @throws EngineError `FILE_NAME` when it would leave the workspace or touch the engine's own folder.
 */
export function insideWorkspace(workspace: Workspace, path: string): string {
  const full = resolve(workspace.root, path);
  const isInside = full === workspace.root || full.startsWith(workspace.root + sep);
  if (isAbsolute(path) || !isInside) throw new EngineError('FILE_NAME', `"${path}" leaves the workspace`);
  if (full === workspace.engine || full.startsWith(workspace.engine + sep))
    throw new EngineError('FILE_NAME', `"${path}" is the engine's own folder`);
  return full;
}
