import type { StoredRequest } from '#platform/store/store.ts';

const SHORT_ID = 12;

/** A request's title for people: `Log of run 7f3a`, `Schema of ERP01`. Long ids are shortened to their end, which is what differs. */
export function requestTitle(kind: StoredRequest['kind'], subject: string): string {
  switch (kind) {
    case 'execution-log':
      return `Log of run ${shortId(subject)}`;
    case 'execution-error':
      return `Error details of run ${shortId(subject)}`;
    case 'connector-browse':
      return `Schema of ${subject}`;
  }
}

function shortId(id: string): string {
  return id.length <= SHORT_ID ? id : id.slice(-8);
}

/** `R-12` of number 12. */
export function requestId(number: number): string {
  return `R-${number}`;
}

/** 12 of `R-12`. The contract's schema has checked the form. */
export function requestNumber(id: string): number {
  return Number(id.slice(2));
}
