import { Link, getRouteApi } from '@tanstack/react-router';
import { useNow } from '#dashboard/api/clock.ts';
import { panelStateOf } from '#dashboard/api/panel-state.ts';
import { useOperation } from '#dashboard/api/queries.ts';
import { useZone } from '#dashboard/app/root-search.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { NoteLine } from '#dashboard/ui/NoteLine.tsx';
import { Panel } from '#dashboard/ui/Panel.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { AskedSection } from './AskedSection.tsx';
import { DocumentsSection } from './DocumentsSection.tsx';
import { ErrorDetailsSection } from './ErrorDetailsSection.tsx';
import { ExecutionHead } from './ExecutionHead.tsx';
import { FailureSection } from './FailureSection.tsx';
import { LogSection } from './LogSection.tsx';
import { RelatedSection } from './RelatedSection.tsx';
import { StepsSection } from './StepsSection.tsx';

const route = getRouteApi('/executions/$executionId');

/** One execution: what happened, where it stands first, then its steps, documents, relatives, and what was asked of its runtime. */
export function ExecutionScreen() {
  const { executionId } = route.useParams();
  const zone = useZone();
  const now = useNow(1_000);
  const read = useOperation('getExecution', { params: { executionId } });
  const detail = read.data;
  useTitle(
    detail === undefined ? `Run ${executionId}` : `${detail.execution.processName} on ${detail.execution.runtimeName}`,
  );
  const state = panelStateOf('getExecution', read, 'The run could not be read', { asOfAt: detail?.asOfAt, now });
  if (detail === undefined) {
    return (
      <div className="pt-4">
        <p className="text-ink-2">
          <Link to="/executions" className="word-link">
            Executions
          </Link>{' '}
          › <SafeText>{executionId}</SafeText>
        </p>
        <Panel state={state} minHeight={400}>
          {null}
        </Panel>
      </div>
    );
  }
  const { execution } = detail;
  const errorRequest = detail.requests.find(({ kind }) => kind === 'execution-error');
  const logRequest = detail.requests.find(({ kind }) => kind === 'execution-log');
  // What is read below is the newest answer, whatever became of a later question.
  const answered = detail.requests.filter((request) => request.state === 'answered');
  const errorAnswer = answered.find(({ kind }) => kind === 'execution-error');
  const logAnswer = answered.find(({ kind }) => kind === 'execution-log');
  return (
    <>
      {state.kind === 'stale' ? (
        <NoteLine state="warn" word={state.age}>
          {state.cause}
        </NoteLine>
      ) : null}
      <ExecutionHead detail={detail} now={now} zone={zone} />
      <div className="grid gap-x-10 gap-y-6 pt-2 max-xl:gap-x-8 md:grid-cols-[minmax(0,1fr)_320px] xl:grid-cols-[minmax(0,1fr)_368px]">
        <div className="flex min-w-0 flex-col gap-6">
          {execution.failure === null ? null : (
            <FailureSection detail={detail} failure={execution.failure} now={now} zone={zone} />
          )}
          <StepsSection detail={detail} now={now} />
          <DocumentsSection detail={detail} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <AskedSection detail={detail} errorRequest={errorRequest} logRequest={logRequest} now={now} zone={zone} />
          <RelatedSection detail={detail} now={now} zone={zone} />
        </div>
      </div>
      <div className="flex flex-col gap-6 pt-6">
        {errorAnswer === undefined ? null : <ErrorDetailsSection requestId={errorAnswer.id} now={now} zone={zone} />}
        {logAnswer === undefined ? null : <LogSection execution={execution} requestId={logAnswer.id} zone={zone} />}
      </div>
    </>
  );
}
