import { ProblemError } from '#contract/errors.ts';
import { isOpen, requestStates } from '#contract/request.ts';
import type { Core } from '#platform/core.ts';
import { askRuntime } from '#platform/requests/ask-runtime.ts';
import { ended } from '#platform/requests/lifecycle.ts';
import { shownRequest } from '#platform/requests/shown-request.ts';
import { requestNumber } from '#platform/requests/titles.ts';
import type { ConsoleHandlers } from '#platform/routing/handlers.ts';
import type { StoredRequest } from '#platform/store/store.ts';
import { personOf } from './admission.ts';

const PAGE = 100;
const endedStates = requestStates.filter((state) => !isOpen(state));
const unsuccessfulStates: StoredRequest['state'][] = ['refused', 'failed', 'expired'];

type Handlers = Pick<ConsoleHandlers, 'createRequest' | 'listRequests' | 'getRequest' | 'cancelRequest'>;

export function requestHandlers(core: Core): Handlers {
  const { requests } = core.store;
  return {
    async createRequest({ body }, context) {
      const { id, name } = personOf(context);
      return shownRequest(core, await askRuntime(core, body.subject, { personId: id, name }, body.fresh ?? false));
    },
    async listRequests({ query }, context) {
      const person = personOf(context);
      const limit = query.limit ?? PAGE;
      const personId = query.mine ? person.id : undefined;
      const takes = (request: StoredRequest) =>
        (!query.state || query.state.includes(request.state)) &&
        (!query.kind || query.kind.includes(request.kind)) &&
        (!query.runtime || query.runtime.includes(request.runtimeId)) &&
        (!query.mine || isOf(request, person.id));
      const allOpen = await requests.open();
      // Open ones are few and stand on the first page; the ended ones are walked by number.
      const open = query.cursor === undefined ? allOpen.filter(takes).sort((a, b) => b.number - a.number) : [];
      const states = endedStates.filter((state) => !query.state || query.state.includes(state));
      const filter = { states, kinds: query.kind, runtimeIds: query.runtime, personId };
      const over = states.length === 0 ? [] : await requests.list(filter, beforeOf(query.cursor), limit + 1);
      const rows = [...open, ...over.slice(0, limit)];
      const last = over[limit - 1];
      return {
        asOfAt: core.now(),
        total: await requests.count({}),
        open: allOpen.length,
        mine: await requests.count({ personId: person.id }),
        unsuccessful: await requests.count({ states: unsuccessfulStates }),
        rows: await Promise.all(rows.map((request) => shownRequest(core, request))),
        next: over.length > limit && last ? String(last.number) : null,
      };
    },
    getRequest: async ({ params }) => shownRequest(core, await findRequest(core, params.requestId)),
    async cancelRequest({ params }, context) {
      const person = personOf(context);
      const request = await findRequest(core, params.requestId);
      const cancelled = await core.desk.advance(request.number, (current) =>
        ended(current, 'cancelled', `Withdrawn by ${person.name}.`, core.now()),
      );
      if (!cancelled) {
        const { state } = await findRequest(core, params.requestId);
        throw new ProblemError('already-ended', `${params.requestId} is ${state} already.`);
      }
      core.desk.stopIntake(request.number);
      await core.store.answers.discard(request.number);
      core.desk.wake(request.runtimeId); // a runtime that works on it is told with its poll
      return shownRequest(core, cancelled);
    },
  };
}

/** A kept request. Throws `not-found`. */
export async function findRequest(core: Core, id: string): Promise<StoredRequest> {
  const request = await core.store.requests.get(requestNumber(id));
  if (!request) throw new ProblemError('not-found', `There is no request ${id}.`);
  return request;
}

function isOf(request: StoredRequest, personId: string): boolean {
  return request.askedBy.personId === personId || request.joined.some((one) => one.personId === personId);
}

function beforeOf(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^[1-9][0-9]{0,11}$/.test(cursor))
    throw new ProblemError('bad-request', 'The cursor does not belong to this list.', { field: 'query.cursor' });
  return Number(cursor);
}
