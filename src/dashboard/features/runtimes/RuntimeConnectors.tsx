import { Link } from '@tanstack/react-router';
import type { RuntimeDetail } from '#contract/runtime.ts';
import { formatCount } from '#dashboard/lib/format.ts';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';

/** The connections that a runtime holds. */
export function RuntimeConnectors({ detail }: { detail: RuntimeDetail }) {
  const { connectors } = detail;
  return (
    <Section
      name="Connectors held"
      note={formatCount(connectors.length, 'connector')}
      windowNote={detail.describedAt === null ? 'not described yet' : 'as described'}
      className="mt-4"
    >
      {connectors.length === 0 ? (
        <p className="py-3 text-ink-2">
          {detail.describedAt === null
            ? 'It says which connectors it holds with its first beat.'
            : 'It holds no connector.'}
        </p>
      ) : null}
      <ul>
        {connectors.map((connector) => (
          <li
            key={connector.id}
            className="flex min-h-7 items-baseline gap-3 border-b border-hair py-1 max-md:flex-wrap max-md:gap-y-0"
          >
            <Link
              to="/connectors"
              search={{ connector: `${detail.summary.id}/${connector.id}` }}
              className="w-44 shrink-0 truncate font-medium hover:underline max-md:w-full"
            >
              <SafeText>{connector.name}</SafeText>
            </Link>
            <span className="w-44 shrink-0 truncate text-ink-2">
              <SafeText>{connector.product ?? connector.kind}</SafeText>
            </span>
            <span className="min-w-0 text-ink-2 md:truncate">
              {connector.browsable ? (
                'its schema can be asked for'
              ) : (
                <SafeText>{connector.notBrowsableBecause ?? 'cannot be browsed'}</SafeText>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
