import type { Request, RequestSubject } from '#contract/request.ts';
import { useChange } from '#dashboard/api/queries.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { useRoleReason } from '#dashboard/app/session.tsx';

/** Asking a runtime, and taking it back. */
export interface Asking {
  /** Asks; a request that is open for the same is joined, a kept answer is given unless `fresh`. */
  ask: (subject: RequestSubject, options?: { fresh?: boolean; onAsked?: (request: Request) => void }) => void;
  cancel: (requestId: string) => void;
  /** Why this person may not ask; undefined when they may. */
  askReason: string | undefined;
  cancelReason: string | undefined;
  isBusy: boolean;
  /** What went wrong with the last click, in words. */
  error: string | undefined;
}

/** One click asks, one click cancels; both say why when they may not or could not. */
export function useAsking(): Asking {
  const create = useChange('createRequest');
  const withdraw = useChange('cancelRequest');
  const failed = create.error ?? withdraw.error;
  return {
    ask: (subject, { fresh, onAsked } = {}) =>
      create.mutate(
        { body: { subject, ...(fresh === true ? { fresh } : {}) } },
        onAsked === undefined ? {} : { onSuccess: onAsked },
      ),
    cancel: (requestId) => withdraw.mutate({ params: { requestId } }),
    askReason: useRoleReason('createRequest'),
    cancelReason: useRoleReason('cancelRequest'),
    isBusy: create.isPending || withdraw.isPending,
    error: failed === null ? undefined : `${explain(failed).what} ${explain(failed).todo}`,
  };
}
