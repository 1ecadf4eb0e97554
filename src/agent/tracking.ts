import { TRACKING_BATCH_MAX_EVENTS, TRACKING_BODY_MAX_BYTES } from '#contract/rules.ts';
import type { Backoff } from './backoff.ts';
import type { Contact } from './contact.ts';
import { faultOfReport, type Exit } from './exit.ts';
import type { Pause } from './loop.ts';
import { isTurnedDown, outcomeInWords } from './outcome.ts';
import type { AgentOptions, PendingBatch, SpooledReport } from './ports.ts';

const BATCH_TIMEOUT_MS = 60_000;
/** It looks by itself this often, whether or not the runtime said anything. */
const LOOK_EVERY_MS = 5_000;
/** Reports taken over before the next batch is sent, so that a long backlog does not keep the first ones waiting. */
const TAKE_OVER_ROUNDS = 10;
/** Room for the frame of a batch and the commas between its reports. */
const BATCH_BYTES = TRACKING_BODY_MAX_BYTES - 20_000;

/**
 * Makes the round that brings reports to the platform (promise 14): journal -> spool -> batch -> acknowledgement. One batch at a time,
 * in order; a batch that was turned down is halved until the one report that spoils it is found and set aside.
 */
export function createTracking(
  ports: Pick<AgentOptions, 'runtime' | 'spool' | 'clock' | 'ids' | 'log'>,
  exit: Exit,
  contact: Contact,
  backoff: Backoff,
): (signal: AbortSignal) => Promise<Pause> {
  let batchMax = TRACKING_BATCH_MAX_EVENTS;

  return async (signal) => {
    for (;;) {
      const hasMore = await takeOver();
      const next = await formBatch();
      if (next === null) {
        if (hasMore) continue;
        return { ms: LOOK_EVERY_MS, wakeOn: 'news' };
      }
      const pause = await sendBatch(next.batch, next.reports, signal);
      if (pause !== null) return pause;
      if (signal.aborted) return { ms: 0, wakeOn: 'nothing' };
    }
  };

  /** Copies reports from the runtime's journal to the spool. True when there may be more. */
  async function takeOver(): Promise<boolean> {
    for (let round = 0; round < TAKE_OVER_ROUNDS; round += 1) {
      const { position } = await ports.spool.state();
      const reports = await ports.runtime.reportsSince(position, TRACKING_BATCH_MAX_EVENTS);
      if (reports.length === 0) return false;
      await ports.spool.append(reports);
    }
    return true;
  }

  async function formBatch(): Promise<{ batch: PendingBatch; reports: SpooledReport[] } | null> {
    const pending = await ports.spool.pending();
    const oldest = await ports.spool.peek(batchMax, BATCH_BYTES);
    if (pending) return { batch: pending, reports: oldest.filter((report) => report.key <= pending.throughKey) };
    const { lostUntold } = await ports.spool.state();
    const last = oldest.at(-1);
    if (last === undefined && lostUntold === 0) return null;
    const batch: PendingBatch = { batchId: ports.ids(), throughKey: last?.key ?? 0, lost: lostUntold };
    await ports.spool.setPending(batch);
    return { batch, reports: oldest };
  }

  /** Gives null when the next batch can follow at once. */
  async function sendBatch(batch: PendingBatch, reports: SpooledReport[], signal: AbortSignal): Promise<Pause | null> {
    const body = {
      batchId: batch.batchId,
      sentAt: ports.clock.now(),
      reports: reports.map(({ report }) => report),
      lost: batch.lost,
    };
    const outcome = await exit.leave({ operation: 'tracking', body }, { signal, timeoutMs: BATCH_TIMEOUT_MS });
    if (outcome.kind === 'answered') {
      contact.reached();
      backoff.succeeded();
      batchMax = Math.min(TRACKING_BATCH_MAX_EVENTS, batchMax * 2);
      await ports.spool.acknowledge(batch);
      const last = reports.at(-1);
      if (last) await ports.runtime.forget(last.position);
      return null;
    }
    if (!isTurnedDown(outcome)) return contact.failed('tracking', outcome, backoff);
    await ports.spool.setPending(null); // turned down is not kept: the next batch may be another one
    if (reports.length === 0) return contact.failed('tracking', outcome, backoff);
    const faults = reports
      .map((report) => ({ report, fault: faultOfReport(report.report) }))
      .filter(({ fault }) => fault !== null);
    const only = reports.length === 1 ? reports[0] : undefined;
    if (faults.length > 0) for (const { report, fault } of faults) await setAside(report, fault ?? '');
    else if (only) await setAside(only, outcomeInWords(outcome));
    else batchMax = Math.max(1, Math.floor(reports.length / 2));
    return null;
  }

  async function setAside(report: SpooledReport, reason: string): Promise<void> {
    await ports.spool.setAside(report.key, reason);
    ports.log('error', 'a report was set aside: nobody can take it', { position: report.position, reason });
  }
}
