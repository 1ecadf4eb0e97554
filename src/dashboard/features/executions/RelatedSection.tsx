import { Link } from '@tanstack/react-router';
import type { ExecutionDetail } from '#contract/execution.ts';
import type { VisualState } from '#contract/status.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { stateWord } from './execution-words.ts';

interface Relative {
  id: string;
  role: string;
  name: string;
  state: VisualState;
}

/** Runs that belong to this one: its parent, its children, the other attempts. Left out when there are none. */
export function RelatedSection({ detail, now, zone }: { detail: ExecutionDetail; now: number; zone: TimeZone }) {
  const { parent, children, attempts } = detail;
  const time = (at: number) => formatWhen(at, now, zone, 'seconds');
  const relatives: Relative[] = [
    ...(parent === null ? [] : [{ id: parent.id, role: 'Started by', name: parent.processName, state: parent.state }]),
    ...attempts.map((run) => ({ id: run.id, role: `Try ${run.attempt}`, name: time(run.startedAt), state: run.state })),
    ...children.map((run) => ({
      id: run.id,
      role: 'Started',
      name: `${run.processName}, ${time(run.startedAt)}`,
      state: run.state,
    })),
  ];
  if (relatives.length === 0) return null;
  return (
    <Section name="Related runs" windowNote="all that were reported">
      <ul>
        {relatives.map((run) => (
          <li key={run.id} className="flex h-7 items-center gap-3 border-b border-hair max-md:h-11">
            <span className="w-20 shrink-0 text-ink-3">{run.role}</span>
            <Link
              to="/executions/$executionId"
              params={{ executionId: run.id }}
              className="min-w-0 flex-1 truncate hover:underline"
            >
              <SafeText>{run.name}</SafeText>
            </Link>
            <StatusMark state={run.state} className="shrink-0">
              {stateWord(run.state)}
            </StatusMark>
          </li>
        ))}
      </ul>
    </Section>
  );
}
