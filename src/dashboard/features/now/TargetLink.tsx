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
    case 'execution':
      return (
        <Link to="/executions/$executionId" params={{ executionId: target.executionId }} className={className}>
          {children}
        </Link>
      );
    case 'executions': {
      const { groupId, processId, runtimeId } = target;
      const search = {
        ...(groupId === null ? {} : { group: [groupId] }),
        ...(processId === null ? {} : { process: [processId] }),
        ...(runtimeId === null ? {} : { runtime: [runtimeId] }),
      };
      return (
        <Link to="/executions" search={search} className={className}>
          {children}
        </Link>
      );
    }
    case 'request':
      return (
        <Link to="/requests/$requestId" params={{ requestId: target.requestId }} className={className}>
          {children}
        </Link>
      );
  }
}
