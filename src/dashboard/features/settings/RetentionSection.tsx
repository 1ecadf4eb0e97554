import { useState } from 'react';
import type { Settings } from '#contract/settings.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useChange, useOperation } from '#dashboard/api/queries.ts';
import { useZone } from '#dashboard/app/root-search.ts';
import { useRoleReason } from '#dashboard/app/session.tsx';
import { formatAge, formatBytes, formatCount, formatNumber } from '#dashboard/lib/format.ts';
import { formatMoment } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { FactRows } from '#dashboard/ui/FactsStrip.tsx';
import { Panel } from '#dashboard/ui/Panel.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { TextField } from '#dashboard/ui/TextField.tsx';
import { useToast } from '#dashboard/ui/Toast.tsx';
import { FormProblem } from './FormProblem.tsx';
import { fieldError, formError } from './field-error.ts';

/** How long things are kept, beside what is kept now. */
export function RetentionSection() {
  const query = useOperation('getSettings', {});
  const state = panelStateOf('getSettings', query, 'The settings could not be read');
  return (
    <Section name="Retention" note="applied by the next clean-up">
      <Panel state={state} minHeight={220}>
        {query.data === undefined ? null : <Kept settings={query.data} />}
      </Panel>
    </Section>
  );
}

function Kept({ settings }: { settings: Settings }) {
  const now = useNow(60_000);
  const zone = useZone();
  const { kept, limits, retention } = settings;
  return (
    <>
      <FactRows
        labelWidth={120}
        facts={[
          {
            id: 'executions',
            label: 'Kept now',
            value: `${formatCount(kept.executions, 'run')}, ${formatCount(kept.answers, 'answer')}`,
          },
          {
            id: 'oldest',
            label: 'Oldest run',
            value:
              kept.oldestExecutionAt === null ? 'none yet' : formatMoment(kept.oldestExecutionAt, now, zone, 'minutes'),
          },
          {
            id: 'bytes',
            label: 'Store',
            value: kept.storeBytes === null ? 'size not known' : formatBytes(kept.storeBytes),
          },
        ]}
      />
      {/* Keyed, so that a change by somebody else replaces what stands in the fields. */}
      <RetentionForm key={`${retention.executionDays} ${retention.answerDays}`} settings={settings} />
      <h3 className="border-b border-hair-2 pt-3 pb-1 text-label text-ink-3">Limits of this platform</h3>
      <FactRows
        labelWidth={120}
        facts={[
          { id: 'beat', label: 'A runtime beats', value: `every ${formatAge(limits.heartbeatEveryMs)}` },
          { id: 'late', label: 'Late after', value: formatAge(limits.lateAfterMs) },
          { id: 'offline', label: 'Offline after', value: formatAge(limits.offlineAfterMs) },
          { id: 'deadline', label: 'Requests expire', value: `after ${formatAge(limits.requestDeadlineMs)}` },
        ]}
      />
    </>
  );
}

const MOST_DAYS = 3_650;

function RetentionForm({ settings: { retention } }: { settings: Settings }) {
  const [executionDays, setExecutionDays] = useState(String(retention.executionDays));
  const [answerDays, setAnswerDays] = useState(String(retention.answerDays));
  const toast = useToast();
  const role = useRoleReason('updateRetention');
  const update = useChange('updateRetention', { onSuccess: () => toast({ text: 'Retention changed' }) });
  const isSame = executionDays === String(retention.executionDays) && answerDays === String(retention.answerDays);
  const isWrong = daysError(executionDays) !== undefined || daysError(answerDays) !== undefined;
  return (
    <form
      className="flex flex-wrap items-start gap-x-5 gap-y-2 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong && !isSame)
          update.mutate({ body: { executionDays: Number(executionDays), answerDays: Number(answerDays) } });
      }}
    >
      <TextField
        className="w-28"
        label="Runs, days"
        inputMode="numeric"
        value={executionDays}
        error={daysError(executionDays) ?? fieldError(update.error, 'executionDays')}
        onChange={(event) => setExecutionDays(event.target.value)}
      />
      <TextField
        className="w-28"
        label="Answers, days"
        inputMode="numeric"
        value={answerDays}
        error={daysError(answerDays) ?? fieldError(update.error, 'answerDays')}
        onChange={(event) => setAnswerDays(event.target.value)}
      />
      <div className="pt-4">
        <Button
          type="submit"
          disabledReason={role ?? (update.isPending ? 'Changing' : isSame ? 'Nothing is changed yet' : undefined)}
          isReasonHidden={role === undefined}
        >
          Change
        </Button>
      </div>
      <div className="basis-full empty:hidden">
        <FormProblem>{formError(update.error, ['executionDays', 'answerDays'])}</FormProblem>
      </div>
    </form>
  );
}

function daysError(text: string): string | undefined {
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= MOST_DAYS ? undefined : `1 to ${formatNumber(MOST_DAYS)}`;
}
