import { middleEllipsis } from '#dashboard/lib/format.ts';
import { safePieces, safeText } from '#dashboard/lib/safe-text.ts';

/**
 * Text from a runtime: names, paths, templates, messages. What is invisible or misleading stands there as an escape, and the
 * text cannot turn what is around it, whichever way it is written.
 */
export function SafeText({ children, keepLineBreaks = false }: { children: string; keepLineBreaks?: boolean }) {
  return (
    <bdi className={keepLineBreaks ? 'whitespace-pre-wrap' : undefined}>
      {safePieces(children, keepLineBreaks).map((piece, index) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <span key={index} title={piece.meaning} className="border-b border-ink-3 font-mono text-note text-ink-2">
            {piece.text}
          </span>
        ),
      )}
    </bdi>
  );
}

/** A file name, cut in its middle when it is longer than `most` characters; the title says it whole. */
export function FileName({ name, most = 48 }: { name: string; most?: number }) {
  const shown = middleEllipsis(name, most);
  return (
    <span title={shown === name ? undefined : safeText(name)}>
      <SafeText>{shown}</SafeText>
    </span>
  );
}

/** A message template: its slots (`<str>`, `<path>`) in ink-3 400, the rest as it is. */
export function Template({ children }: { children: string }) {
  return children.split(/(<[a-z]+>)/g).map((part, index) =>
    index % 2 === 1 ? (
      <span key={index} className="font-normal text-ink-3">
        {part}
      </span>
    ) : (
      <SafeText key={index}>{part}</SafeText>
    ),
  );
}
