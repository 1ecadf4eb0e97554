import type { ReactNode } from 'react';
import { type Request, isOpen } from '#contract/request.ts';
import { useNow } from '#dashboard/api/clock.ts';
import { useZone } from '#dashboard/app/root-search.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { RequestStepper } from '#dashboard/ui/RequestStepper.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { requestSentence } from './request-words.ts';
import { progressOf, stationsOf } from './request-way.ts';
import { type Asking, useAsking } from './use-asking.ts';

/** The way of a request alone: stations with times and estimates that tick. */
export function RequestStations({ request }: { request: Request }) {
  const now = useNow();
  return (
    <RequestStepper
      label={`Way of ${request.id}`}
      stations={stationsOf(request, now, useZone())}
      progress={progressOf(request)}
    />
  );
}

/** What can be said of a request and done about it: the sentence, Cancel while it is open, Ask again once it ended. */
export function RequestSentence({ request, more }: { request: Request; more?: ReactNode }) {
  const now = useNow();
  const asking = useAsking();
  const zone = useZone();
  return (
    <div className="text-note text-ink-2">
      <span className="mr-2">
        <SafeText>{requestSentence(request, now, zone)}</SafeText>
      </span>
      {more === undefined || more === null ? null : <span className="mr-3 inline-block">{more}</span>}
      <RequestAction request={request} asking={asking} />
      <AskingError asking={asking} />
    </div>
  );
}

/** The one action a request offers: Cancel, or Ask again. */
function RequestAction({ request, asking }: { request: Request; asking: Asking }) {
  if (isOpen(request.state))
    return (
      <Button
        kind="word"
        disabledReason={asking.isBusy ? 'being withdrawn' : asking.cancelReason}
        onClick={() => asking.cancel(request.id)}
      >
        Cancel
      </Button>
    );
  return (
    <Button
      kind="word"
      disabledReason={asking.isBusy ? 'being asked' : asking.askReason}
      onClick={() => asking.ask(request.subject, { fresh: true })}
    >
      Ask again
    </Button>
  );
}

/** Why the last click on Ask or Cancel came to nothing. */
export function AskingError({ asking }: { asking: Asking }) {
  return asking.error === undefined ? null : (
    <p role="alert" className="text-note text-failed-text">
      {asking.error}
    </p>
  );
}
