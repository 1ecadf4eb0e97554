import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { matchesPattern } from '../definition/file-options.ts';
import type { FileSource } from '../definition/step.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { StepContext } from '../run/step-context.ts';
import { insideWorkspace } from '../workspace.ts';

/** A file that a step reads, and its document in the execution. */
export interface SourceFile {
  path: string;
  name: string;
  sizeBytes: number;
  document: number;
}

/**
 * The files that a reading step names, in order of their names; each becomes a document of the execution. The file that started
 * the run is document 1.
 * @throws EngineError `FILE_MISSING_IN_RUN` when the step wants the trigger's file and there is none.
 */
export async function* sourceFiles(source: FileSource, context: StepContext): AsyncGenerator<SourceFile> {
  const { execution, workspace } = context;
  if (source === 'trigger') {
    const file = execution.file;
    if (!file)
      throw new EngineError(
        'FILE_MISSING_IN_RUN',
        'the step reads the file that started the run, but the run was started without one',
      );
    yield { path: file.path, name: file.name, sizeBytes: file.sizeBytes, document: 1 };
    return;
  }
  for (const path of 'path' in source
    ? [insideWorkspace(workspace, source.path)]
    : await matching(insideWorkspace(workspace, source.folder), source.pattern)) {
    const { size } = await stat(path);
    const name = basename(path);
    const document = execution.addDocument({
      fileName: name,
      directory: workspacePath(workspace.root, dirname(path)),
      sizeBytes: size,
      step: context.number,
    });
    yield { path, name, sizeBytes: size, document };
  }
}

/** The bytes of a file; counted for the execution, ended by its signal. */
export async function* fileBytes(file: SourceFile, context: StepContext): AsyncGenerator<Uint8Array> {
  // 128 KiB pieces: larger ones gain nothing, smaller ones cost turns of the event loop.
  for await (const piece of createReadStream(file.path, { highWaterMark: 131_072, signal: context.signal })) {
    const bytes = piece as Buffer;
    context.execution.bytes += bytes.length;
    yield bytes;
  }
}

/** Path for people: relative to the workspace, with `/`. */
export function workspacePath(root: string, path: string): string {
  const inside = relative(root, path).replaceAll('\\', '/');
  return inside === '' ? '.' : inside;
}

async function matching(folder: string, pattern: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && matchesPattern(entry.name, pattern))
    .map((entry) => join(folder, entry.name))
    .sort();
}
