import type { Incident } from '#contract/overview.ts';
import type { Span } from '#dashboard/charts/scale.ts';
import type { Trace } from '#dashboard/charts/RulerTrace.tsx';

/**
 * What an incident left on the ruler, from its one value per bucket. What the values count depends on the kind: failed runs
 * (failing, degraded), the share of time out of contact (offline, late) or waiting (stuck), slow runs, or runs that happened
 * (silent, certificate).
 *
 * @param bucketMs length of a bucket; the first begins at `span.from`
 */
export function incidentTrace(incident: Incident, span: Span, bucketMs: number): Trace {
  const marks = incident.trace.flatMap((value, index) =>
    value > 0 ? [{ at: span.from + index * bucketMs, value }] : [],
  );
  switch (incident.kind) {
    case 'runtime-offline':
    case 'runtime-late':
      return {
        kind: 'offline',
        // The silence that goes on is drawn from the last beat; earlier ones are gaps.
        gaps: marks
          .filter(({ at }) => at + bucketMs < incident.sinceAt)
          .map(({ at }) => ({ from: at, to: at + bucketMs })),
        lastBeatAt: incident.sinceAt,
      };
    case 'process-silent':
      return { kind: 'silent', ranAt: marks.map(({ at }) => at), missedAt: [] };
    case 'certificate-ending':
      // An arrow to a date beyond the ruler; of one that has ended only the runs are known that went on.
      return incident.state === 'failed'
        ? { kind: 'silent', ranAt: marks.map(({ at }) => at), missedAt: [] }
        : { kind: 'expiring', refusedAt: [], expiresAt: Number.POSITIVE_INFINITY };
    case 'runs-slow':
    case 'request-stuck':
      // Bars of trouble that is no failure; there is no normal to draw a line at.
      return {
        kind: 'slow',
        normalMs: 0,
        runs: marks.map(({ at, value }) => ({ at: at + bucketMs / 2, tookMs: value, isBeyond: true })),
      };
    case 'failing-group':
    case 'runtime-failing':
    case 'runtime-degraded':
      return { kind: 'failing', bucketMs, bars: marks.map(({ at, value }) => ({ at, count: value })) };
  }
}
