import * as z from 'zod/mini';
import { Id } from '#contract/primitives.ts';
import { searchCodec } from '#dashboard/app/search.ts';

/** The address of the connectors screen. */
export const connectorsSearch = searchCodec(
  {
    /** The chosen one, as `runtimeId/connectorId`: neither can hold a slash. */
    connector: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\/[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)),
    /** Only connectors of these runtimes are listed. */
    runtime: z.array(Id),
    /** Text that the listed connectors contain. */
    q: z.string().check(z.maxLength(200)),
    /** Text that the schema is searched for. */
    find: z.string().check(z.maxLength(200)),
    namespace: z.string().check(z.maxLength(300)),
    /** Open objects, by their position in the snapshot. */
    open: z.array(z.string().check(z.regex(/^[0-9]{1,7}$/))),
    /** The chosen field, as `object position:field name`. */
    field: z.string().check(z.regex(/^[0-9]{1,7}:/), z.maxLength(320)),
  },
  {},
);

/** What the address of the connectors screen says. */
export type ConnectorsSearch = ReturnType<typeof connectorsSearch.validate>;

/** The two ids of a chosen connector. */
export function readConnector(connector: string | undefined): { runtimeId: string; connectorId: string } | null {
  const [runtimeId, connectorId] = connector?.split('/') ?? [];
  return runtimeId === undefined || connectorId === undefined ? null : { runtimeId, connectorId };
}

/** How a connector stands in the address. */
export function writeConnector(runtimeId: string, connectorId: string): string {
  return `${runtimeId}/${connectorId}`;
}
