import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { StepOf } from '../definition/step.ts';
import { EngineError } from '../errors/engine-error.ts';
import { filledIn } from '../files/target-file.ts';
import { moveInto } from '../files/move.ts';
import { workspacePath } from '../files/source-files.ts';
import type { ClaimedFile } from '../run/journal.ts';
import type { FileStep, StepContext } from '../run/step-context.ts';
import { insideWorkspace } from '../workspace.ts';

/** Moves the run's file to a folder; a file of that name there is kept, ours gets a number. */
export function moveFile(definition: StepOf<'move-file'>): FileStep {
  return async (context) => {
    const file = fileOf(context);
    const target = await moveInto(
      file.path,
      insideWorkspace(context.workspace, filledIn(definition.to, context)),
      file.name,
    );
    settle(context, file, target);
    context.log('info', `Moved ${file.name} to ${workspacePath(context.workspace.root, target)}`);
  };
}

/** Packs the run's file into a folder for the day. The original goes only after the archive is complete on disk. */
export function archiveFile(definition: StepOf<'archive-file'>): FileStep {
  return async (context) => {
    const file = fileOf(context);
    const day = new Date(context.execution.startedAt).toISOString().slice(0, 10);
    const folder = join(insideWorkspace(context.workspace, filledIn(definition.to, context)), day);
    if (definition.compress) {
      // The packed file is made in the run's own folder: only a complete one ever appears in the archive.
      const packed = `${file.path}.gz`;
      await pipeline(createReadStream(file.path), createGzip(), createWriteStream(packed, { flush: true }), {
        signal: context.signal,
      });
      const original = file.path;
      settle(context, file, await moveInto(packed, folder, `${file.name}.gz`));
      await rm(original, { force: true });
    } else {
      settle(context, file, await moveInto(file.path, folder, file.name));
    }
    context.log('info', `Archived ${file.name} in ${workspacePath(context.workspace.root, folder)}`);
  };
}

function fileOf(context: StepContext): ClaimedFile {
  const { file } = context.execution;
  if (!file)
    throw new EngineError(
      'FILE_MISSING_IN_RUN',
      'the step works on the file that started the run, but the run was started without one',
    );
  return file;
}

/** Remembers, durably, where the file lies now: a restart must not look for it in the work folder. */
function settle(context: StepContext, file: ClaimedFile, path: string): void {
  context.execution.file = { ...file, path };
  context.execution.publish();
}
