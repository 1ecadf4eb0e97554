import { Link } from '@tanstack/react-router';
import type { Request } from '#contract/request.ts';

/** Where the answer of a request is read: the run, or the connector. */
export function SubjectLink({ request, children }: { request: Request; children: string }) {
  const { subject } = request;
  if (subject.kind === 'connector-browse') {
    return (
      <Link
        to="/connectors"
        search={{ connector: `${subject.runtimeId}/${subject.connectorId}` }}
        className="word-link"
      >
        {children}
      </Link>
    );
  }
  return (
    <Link to="/executions/$executionId" params={{ executionId: subject.executionId }} className="word-link">
      {children}
    </Link>
  );
}
