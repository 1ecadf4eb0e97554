import { searchCodec } from '#dashboard/app/search.ts';
import { logViewDefaults, logViewShape } from '#dashboard/log-viewer/log-view.ts';

/** The address of one run: what of its log is shown. */
export const executionSearch = searchCodec(logViewShape, logViewDefaults);

/** What the address of one run says, defaults left out. */
export type ExecutionSearch = ReturnType<typeof executionSearch.validate>;
