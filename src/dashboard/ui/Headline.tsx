import type { ReactNode } from 'react';

/** The page in one sentence. One per page. */
export function Headline({ children }: { children: ReactNode }) {
  return <h1 className="text-head font-medium text-balance max-md:text-[21px] max-md:leading-[26px]">{children}</h1>;
}

/** One line of figures with their windows; set figures in `<Figure>`. */
export function Lede({ children }: { children: ReactNode }) {
  return <p className="pt-1 text-lede text-pretty text-ink-2">{children}</p>;
}

/** A figure inside a lede or a sentence: ink, 500 (600 when it is the exception). */
export function Figure({ children, isException = false }: { children: ReactNode; isException?: boolean }) {
  return <span className={isException ? 'font-semibold text-ink' : 'font-medium text-ink'}>{children}</span>;
}

/**
 * Head of a page: headline, what stands on its line after it, actions at the right (on a phone below).
 *
 * @param above the line over the headline: state and path
 */
export function PageHead({
  above,
  headline,
  beside,
  actions,
  children,
}: {
  above?: ReactNode;
  headline: ReactNode;
  beside?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="pt-4 pb-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-[320px]">
          {above === undefined ? null : (
            <div className="flex min-h-7 flex-wrap items-center gap-x-3 text-ink-2">{above}</div>
          )}
          <div className="flex flex-wrap items-baseline gap-x-4">
            <Headline>{headline}</Headline>
            {beside === undefined ? null : <div className="text-ink-2">{beside}</div>}
          </div>
        </div>
        {actions === undefined ? null : <div className="flex flex-wrap items-center gap-3">{actions}</div>}
      </div>
      {children}
    </header>
  );
}
