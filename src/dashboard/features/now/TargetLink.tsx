import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Incident } from '#contract/overview.ts';

/** A link to what an incident is about. */
export function TargetLink({
  target,
  className,
  children,
}: {
  target: Incident['target'];
  className: string;
  children: ReactNode;
}) {
  switch (target.screen) {
    case 'runtime':
      return (
        <Link to="/runtimes/$runtimeId" params={{ runtimeId: target.runtimeId }} className={className}>
          {children}
        </Link>
      );
    default:
      return <span className={className}>{children}</span>;
  }
}
