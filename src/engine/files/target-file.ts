import { open, mkdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { byteOrderMark, encodeText } from './encode.ts';
import type { Encoding } from '../definition/file-options.ts';
import type { StepContext } from '../run/step-context.ts';
import { insideWorkspace } from '../workspace.ts';
import { workspacePath } from './source-files.ts';

/** A file being written: under a temporary name until the flow commits, so nobody ever reads half of it. */
export interface TargetFile {
  write(text: string): Promise<void>;
  /** Closes it and leaves it to the commit; call when all is written. */
  finish(records: number): Promise<void>;
}

/** Opens the target of a writing step and registers its commit and rollback. An existing file of that name is replaced. */
export async function openTarget(to: string, encoding: Encoding, context: StepContext): Promise<TargetFile> {
  const path = insideWorkspace(context.workspace, filledIn(to, context));
  const temporary = `${path}.${context.execution.order.executionId}.part`;
  await mkdir(dirname(path), { recursive: true });
  const handle: FileHandle = await open(temporary, 'w');
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  let sizeBytes = 0;
  const write = async (bytes: Buffer): Promise<void> => {
    sizeBytes += bytes.length;
    await handle.write(bytes);
  };
  context.onRollback(async () => {
    await close().catch(() => {});
    await rm(temporary, { force: true }).catch(() => {});
  });
  await write(byteOrderMark(encoding));
  return {
    write: (text) => write(encodeText(text, encoding)),
    async finish(records) {
      await handle.sync();
      await close();
      context.onCommit(async () => {
        await rename(temporary, path);
        const document = context.execution.addDocument({
          fileName: basename(path),
          directory: workspacePath(context.workspace.root, dirname(path)),
          sizeBytes,
          step: context.number,
        });
        context.execution.changeDocument(document, { outcome: 'written', records });
        context.log(
          'info',
          `Wrote ${workspacePath(context.workspace.root, path)}: ${records} records, ${sizeBytes} bytes`,
        );
      });
    },
  };
}

/** Fills `{file} {date} {time} {execution}` in a target path. Values are made safe for file names. */
export function filledIn(to: string, context: StepContext): string {
  const { execution } = context;
  const started = new Date(execution.startedAt).toISOString();
  const fileName = execution.file?.name ?? context.process.id;
  const values: Record<string, string> = {
    file: basename(fileName, extname(fileName)),
    date: started.slice(0, 10),
    time: started.slice(11, 19).replaceAll(':', '-'),
    execution: execution.order.executionId,
  };
  return to.replace(/\{(file|date|time|execution)\}/g, (whole, name: string) => safeFileName(values[name] ?? whole));
}

function safeFileName(text: string): string {
  return text.replace(/[/\\\u0000-\u001f]/g, '_');
}
