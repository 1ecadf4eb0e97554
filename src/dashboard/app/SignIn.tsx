import { BrandMark } from '#dashboard/ui/Glyph.tsx';
import { Button } from '#dashboard/ui/Button.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { GlyphSprite } from '#dashboard/ui/Glyph.tsx';
import { useTitle } from './use-title.ts';

/** A page without a session: how to get one, or why it cannot be had now. */
export function SignIn({
  headline,
  children,
  onRetry,
}: {
  headline: string;
  children: React.ReactNode;
  onRetry?: () => void;
}) {
  useTitle(headline);
  return (
    <main className="mx-auto max-w-[560px] px-4 pt-[12vh]">
      <GlyphSprite />
      <p className="flex items-center gap-2.5 text-[14px] font-semibold">
        <BrandMark /> Daymark
      </p>
      <h1 className="border-t-2 border-ink pt-3 mt-3 text-head font-medium text-balance max-md:text-[21px] max-md:leading-[26px]">
        {headline}
      </h1>
      <div className="pt-2 text-lede text-pretty text-ink-2">{children}</div>
      {onRetry === undefined ? null : (
        <div className="pt-4">
          <Button onClick={onRetry}>Try now</Button>
        </div>
      )}
    </main>
  );
}

/** What a person without a session is told. `refused` is why a link that was used just now did not work. */
export function SignedOut({ refused }: { refused: string | null }) {
  return (
    <SignIn headline="Sign in with a one-time link.">
      {refused === null ? null : (
        <p className="pb-2" role="alert">
          <StatusMark state="failed">{refused}</StatusMark>
        </p>
      )}
      <p>
        The terminal that runs <code className="font-mono text-note text-ink">npm start</code> printed one. For another,
        run <code className="font-mono text-note text-ink">npm start -- --link</code> on the same computer, or make one
        under Settings in a browser that is signed in. A link works once.
      </p>
    </SignIn>
  );
}
