import { Link } from '@tanstack/react-router';
import { Headline, Lede } from '#dashboard/ui/Headline.tsx';
import { useTitle } from './use-title.ts';

/** An address that leads nowhere. */
export function NotFound() {
  useTitle('Not found');
  return (
    <div className="pt-4">
      <Headline>There is no such page.</Headline>
      <Lede>
        The address may be cut or mistyped.{' '}
        <Link to="/" className="word-link">
          Go to Now
        </Link>
      </Lede>
    </div>
  );
}
