import { type ReactNode, useId } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';

/**
 * A section: 2 px ink rule, name, note after it, window or as-of at the right. Every section says its window.
 *
 * @param windowNote what time the section speaks of ("last 24 h, as of 10:02:11"); set right, own line on a phone
 * @param hasRule false directly under saved views, whose own rule is already there
 * @param hasHairline false when column heads follow, because they bring their own line
 * @param headingLevel 2 unless the section stands inside another
 */
export function Section({
  name,
  note,
  windowNote,
  hasRule = true,
  hasHairline = true,
  headingLevel = 2,
  className,
  children,
}: {
  name: ReactNode;
  note?: ReactNode;
  windowNote?: ReactNode;
  hasRule?: boolean;
  hasHairline?: boolean;
  headingLevel?: 2 | 3;
  className?: string;
  children?: ReactNode;
}) {
  const headingId = useId();
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  return (
    <section aria-labelledby={headingId} className={classNames('min-w-0', className)}>
      <div
        className={classNames(
          'flex items-baseline gap-3 pb-[3px] max-md:flex-wrap max-md:gap-y-0',
          hasRule ? 'border-t-2 border-ink pt-[5px]' : 'pt-[7px]',
          hasHairline && 'border-b border-b-hair-2',
        )}
      >
        <Heading id={headingId} className="shrink-0 font-semibold">
          {name}
        </Heading>
        {note === undefined ? null : (
          <div className="min-w-0 truncate text-ink-2 max-md:order-1 max-md:basis-full max-md:text-label max-md:whitespace-normal">
            {note}
          </div>
        )}
        {windowNote === undefined ? null : (
          <div className="ml-auto max-w-full shrink-0 text-right text-label text-ink-3">{windowNote}</div>
        )}
      </div>
      {children}
    </section>
  );
}
