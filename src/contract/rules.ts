/**
 * The thresholds that the platform, the agent and the texts of the dashboard share. One place, each with its reason.
 * The page prints them next to what they decide ("late after 10 s, offline after 25 s").
 */

/** An agent beats this often (promise 13). */
export const HEARTBEAT_EVERY_MS = 5_000;

/** `late`: two beats missed. */
export const LATE_AFTER_MS = 2 * HEARTBEAT_EVERY_MS;

/** `offline` by silence: five beats missed. With the next derivation tick this stays inside the promised 30 s. */
export const OFFLINE_AFTER_MS = 25_000;

/**
 * A held connection that closed means the agent is gone unless it calls again within this time: a restarted poll needs
 * well under a second, and the promise is `offline` in 2 s.
 */
export const OFFLINE_AFTER_CLOSE_MS = 1_200;

/** An agent may hold a poll this long at most; shorter than the idle limits of common proxies (60 s). */
export const POLL_HOLD_MS = 25_000;

/** Back-off of an agent that cannot reach the platform: doubles from the first to the last, each with +-20 % jitter. */
export const BACKOFF_FIRST_MS = 10_000;
export const BACKOFF_LAST_MS = 300_000;

/** A request expires when it has not been answered in this time (Elastic Fleet went from a month to 3 h; ours is chosen per kind). */
export const REQUEST_DEADLINE_MS = 3 * 3_600_000;

/** Once working, an agent that reports neither progress nor an answer for this long has failed the request. */
export const WORKING_SILENCE_MS = 120_000;

/** A request is handed to a restarted agent once more, not for ever. */
export const REQUEST_DELIVERIES_MAX = 2;

/** How long things are kept, in days, until somebody chooses otherwise in Settings. */
export const EXECUTION_KEPT_DAYS = 90;
export const ANSWER_KEPT_DAYS = 30;

/** A runtime is `failing` when its last runs, at least this many, of at least two processes all failed. */
export const FAILING_AFTER_RUNS = 5;

/** A run is slow from this multiple of its own normal on (LOOKS.md: the own-normal bar turns ink here). */
export const SLOW_FACTOR = 1.8;

/** Normal is the median of 30 days of the same process on the same runtime; below this many runs there is none. */
export const NORMAL_MIN_RUNS = 5;
export const NORMAL_WINDOW_MS = 30 * 86_400_000;

/** A client certificate that ends within this time is worth a warning. */
export const CERTIFICATE_WARN_MS = 14 * 86_400_000;

/** Clocks further apart than this are said on the page and in the agent's log. */
export const CLOCK_SKEW_WARN_MS = 60_000;

/** Limits of one tracking batch; larger ones are refused whole. */
export const TRACKING_BATCH_MAX_EVENTS = 500;
export const TRACKING_BODY_MAX_BYTES = 4_000_000;

/** An enrolment token lives this long by default and at most. */
export const TOKEN_DEFAULT_MINUTES = 30;
export const TOKEN_MAX_MINUTES = 1_440;

/** Log answers are stored in chunks of this many lines: one chunk decompresses in well under a frame. */
export const LOG_CHUNK_LINES = 2_000;

/** A log answer longer than this is cut by the agent, and says so. */
export const LOG_MAX_LINES = 2_000_000;
