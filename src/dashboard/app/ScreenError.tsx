import { explain, isScriptMissing } from '#dashboard/api/sentences.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { CopyButton } from '#dashboard/ui/CopyButton.tsx';
import { Headline, Lede } from '#dashboard/ui/Headline.tsx';
import { useTitle } from './use-title.ts';

/** A screen that failed while it was drawn or loaded. The shell around it stays. */
export function ScreenError({ error, reset }: { error: unknown; reset: () => void }) {
  useTitle('This page failed');
  const { what, todo } = explain(error);
  return (
    <div className="pt-4" role="alert">
      <Headline>This page failed.</Headline>
      <Lede>
        {what} {todo}
      </Lede>
      <div className="flex items-center gap-3 pt-3">
        {isScriptMissing(error) ? (
          <Button onClick={() => location.reload()}>Reload</Button>
        ) : (
          <Button onClick={reset}>Try again</Button>
        )}
        <CopyButton label="Copy what happened" text={() => report(error)} />
      </div>
    </div>
  );
}

function report(error: unknown): string {
  return `${location.href}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
