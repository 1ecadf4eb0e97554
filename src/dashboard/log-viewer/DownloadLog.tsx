import { useEffect, useRef, useState } from 'react';
import type { LogLevel } from '#contract/answer.ts';
import { api } from '#dashboard/api/client.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { formatBytes } from '#dashboard/lib/format.ts';
import { Button } from '#dashboard/ui/Button.tsx';

type Progress = { kind: 'idle' } | { kind: 'reading'; bytes: number } | { kind: 'failed'; why: string };

/**
 * Saves a kept log as text. It is read here and then handed to the browser, because a plain link carries no bearer token and
 * passes the bundled world by.
 *
 * @param level only lines of these levels; all when absent
 */
export function DownloadLog({
  requestId,
  level,
  word,
  fileName,
}: {
  requestId: string;
  level?: LogLevel[] | undefined;
  word: string;
  fileName: string;
}) {
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  // Ends with the page: a download that nobody can save is waste.
  useEffect(() => () => running.current?.abort(), []);
  const download = async () => {
    const abort = new AbortController();
    running.current = abort;
    setProgress({ kind: 'reading', bytes: 0 });
    try {
      const response = await api.open(
        'downloadLog',
        { params: { requestId }, query: level === undefined ? {} : { level } },
        abort.signal,
      );
      const parts: Uint8Array<ArrayBuffer>[] = [];
      let bytes = 0;
      const reader = response.body?.getReader();
      for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
        parts.push(next.value as Uint8Array<ArrayBuffer>); // fetch bodies are never shared memory
        bytes += next.value.byteLength;
        setProgress({ kind: 'reading', bytes });
      }
      save(new Blob(parts, { type: 'text/plain;charset=utf-8' }), fileName);
      setProgress({ kind: 'idle' });
    } catch (error) {
      setProgress(abort.signal.aborted ? { kind: 'idle' } : { kind: 'failed', why: explain(error).what });
    }
  };
  if (progress.kind === 'reading')
    return (
      <Button kind="word" onClick={() => running.current?.abort()}>
        {formatBytes(progress.bytes)} read, stop
      </Button>
    );
  return (
    <span className="inline-flex items-center gap-2">
      <Button kind="word" onClick={() => void download()}>
        {word}
      </Button>
      {progress.kind === 'failed' ? (
        <span role="alert" className="text-note text-failed-text">
          {progress.why}
        </span>
      ) : null}
    </span>
  );
}

function save(blob: Blob, fileName: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has begun to read it by the next minute; then the memory is given back.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
