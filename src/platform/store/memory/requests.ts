import { isOpen } from '#contract/request.ts';
import { assertStorableKey } from '../agreement.ts';
import type { RequestStore, StoredRequest } from '../store.ts';

/** Requests in memory, by number. */
export function createMemoryRequests(): RequestStore {
  const requests: StoredRequest[] = [];
  const newestFirst = (): StoredRequest[] => requests.toReversed();
  const copy = (request: StoredRequest): StoredRequest => structuredClone(request);
  const takes = (
    filter: {
      states?: StoredRequest['state'][];
      kinds?: StoredRequest['kind'][];
      runtimeIds?: string[];
      personId?: string;
    },
    request: StoredRequest,
  ): boolean =>
    (!filter.states || filter.states.includes(request.state)) &&
    (!filter.kinds || filter.kinds.includes(request.kind)) &&
    (!filter.runtimeIds || filter.runtimeIds.includes(request.runtimeId)) &&
    (filter.personId === undefined || isAskedBy(request, filter.personId));
  return {
    async add(request) {
      assertStorableKey(request.runtimeId, 'runtimeId');
      assertStorableKey(request.subjectId, 'subjectId');
      const added = { ...copy({ ...request, number: requests.length + 1 }) };
      requests.push(added);
      return copy(added);
    },
    async replace(request, expected) {
      const known = requests[request.number - 1];
      if (known?.state !== expected) return false;
      requests[request.number - 1] = copy(request);
      return true;
    },
    async get(number) {
      const request = requests[number - 1];
      return request ? copy(request) : null;
    },
    async open() {
      return requests.filter((request) => isOpen(request.state)).map(copy);
    },
    async newest(kind, runtimeId, subjectId, state) {
      const found = requests.findLast(
        (request) =>
          request.kind === kind &&
          request.runtimeId === runtimeId &&
          request.subjectId === subjectId &&
          (state === undefined || request.state === state),
      );
      return found ? copy(found) : null;
    },
    async list(filter, before, limit) {
      return newestFirst()
        .filter((request) => (before === null || request.number < before) && takes(filter, request))
        .slice(0, limit)
        .map(copy);
    },
    async count(filter) {
      return requests.filter((request) => takes(filter, request)).length;
    },
    async answerTimes(kind, limit) {
      return newestFirst()
        .filter((request) => request.kind === kind && request.state === 'answered')
        .flatMap(({ deliveredAt, endedAt }) =>
          deliveredAt === null || endedAt === null ? [] : [endedAt - deliveredAt],
        )
        .slice(0, limit);
    },
  };
}

/** Asked it, or joined it. */
function isAskedBy(request: StoredRequest, personId: string): boolean {
  return request.askedBy.personId === personId || request.joined.some((person) => person.personId === personId);
}
