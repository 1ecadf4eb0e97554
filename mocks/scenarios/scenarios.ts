import type { FleetWord } from '#contract/status.ts';
import type { Incident } from '#mocks/world/weather.ts';
import { berlin } from '#mocks/world/world-date.ts';

/** A story of the bundled world: what goes wrong on its day beside the usual. All times are fixed, so a later `t` sees more of it. */
export interface Scenario {
  id: string;
  title: string;
  /** What there is to see, for the panel. */
  text: string;
  incidents: readonly Incident[];
  /** Chip words that runtimes had come to before the world opens: their `since`. */
  words: readonly { runtime: string; at: number; word: FleetWord }[];
  pauses: readonly { runtime: string; by: string; fromAt: number; untilAt: number; note: string }[];
  /** Certificates that end sooner than usual. */
  certificates: readonly { runtime: string; endsAt: number }[];
}

const quiet: Omit<Scenario, 'id' | 'title' | 'text' | 'incidents'> = { words: [], pauses: [], certificates: [] };
const pauseOfTest = {
  runtime: 'test-pos-02',
  by: 'T. Nowak',
  fromAt: berlin(0, '06:40:00'),
  untilAt: berlin(0, '18:00:00'),
  note: 'till update rehearsal',
};

/** The stories, the default first. */
export const scenarios: readonly Scenario[] = [
  {
    id: 'night-outage',
    title: 'Night outage',
    text: 'The ERP password expired at 08:00 in Berlin and takes four processes on three runtimes with it. Rotterdam is silent since 09:58 in Berlin with runs in flight, Monterrey fails everything for want of disk space, one process has not run since last evening, one is slow, one certificate ends on Monday.',
    incidents: [
      {
        fromAt: berlin(0, '08:00:00'),
        toAt: null,
        what: { kind: 'connector-fault', connectorId: 'ERP01', failure: 'credential-expired', share: 1 },
      },
      { fromAt: berlin(0, '09:57:44'), toAt: null, what: { kind: 'away', runtime: 'rtm-tms-02' } },
      {
        fromAt: berlin(0, '08:55:00'),
        toAt: null,
        what: { kind: 'runtime-fault', runtime: 'mex-wms-01', failure: 'disk-full' },
      },
      {
        fromAt: berlin(-1, '22:10:00'),
        toAt: null,
        what: { kind: 'silent', runtime: 'mil-pos-01', process: 'Stock levels to shop' },
      },
      {
        fromAt: berlin(0, '08:25:00'),
        toAt: null,
        what: { kind: 'slow', runtime: 'sin-edi-01', process: 'Invoice archive', factor: 5.4 },
      },
      { fromAt: berlin(0, '05:12:00'), toAt: null, what: { kind: 'clock-skew', runtime: 'gdn-plc-01', byMs: 94_000 } },
      {
        fromAt: berlin(0, '10:01:00'),
        toAt: null,
        what: { kind: 'late', runtime: 'ham-plc-01', everyMs: 23_000, phaseAt: berlin(0, '10:01:57') },
      },
      { fromAt: berlin(0, '03:40:00'), toAt: berlin(0, '03:40:00'), what: { kind: 'restart', runtime: 'lyo-wms-01' } },
      { fromAt: berlin(0, '02:10:00'), toAt: berlin(0, '06:30:00'), what: { kind: 'away', runtime: 'gru-erp-01' } },
      {
        fromAt: berlin(0, '09:29:00'),
        toAt: berlin(0, '09:31:00'),
        what: { kind: 'connector-fault', connectorId: 'LEDGER-DUB', failure: 'refused', share: 1 },
      },
    ],
    words: [
      { runtime: 'mex-wms-01', at: berlin(0, '09:21:00'), word: 'failing' },
      { runtime: 'gdn-plc-01', at: berlin(0, '05:12:00'), word: 'degraded' },
      { runtime: 'ham-plc-01', at: berlin(0, '10:02:07'), word: 'late' },
      { runtime: 'test-pos-02', at: pauseOfTest.fromAt, word: 'paused' },
    ],
    pauses: [pauseOfTest],
    certificates: [{ runtime: 'gdn-plc-01', endsAt: berlin(3, '06:04:00') }],
  },
  {
    id: 'calm',
    title: 'A calm Friday',
    text: 'Nothing is wrong but the usual: a few bad records, one planned pause, everything in contact.',
    incidents: [],
    ...quiet,
    words: [{ runtime: 'test-pos-02', at: pauseOfTest.fromAt, word: 'paused' }],
    pauses: [pauseOfTest],
  },
  {
    id: 'carrier-down',
    title: 'One carrier, three sites',
    text: 'Since 09:12 the carrier’s service answers 503 to Rotterdam, Dallas and Singapore alike, while everything else they do works.',
    incidents: [
      {
        fromAt: berlin(0, '09:12:00'),
        toAt: null,
        what: { kind: 'connector-fault', connectorId: 'CARRIER-API', failure: 'unavailable', share: 0.96 },
      },
    ],
    ...quiet,
  },
  {
    id: 'runtime-lost',
    title: 'Lost overnight',
    text: 'ham-wms-01 has not been heard of since 01:47. What it did since then waits on the machine and arrives when it returns.',
    incidents: [{ fromAt: berlin(0, '01:47:20'), toAt: null, what: { kind: 'away', runtime: 'ham-wms-01' } }],
    ...quiet,
  },
  {
    id: 'silence',
    title: 'Nothing ran',
    text: 'Everything is green, yet two processes have not run since last evening although their runtimes are in contact.',
    incidents: [
      {
        fromAt: berlin(-1, '21:00:00'),
        toAt: null,
        what: { kind: 'silent', runtime: 'mil-pos-01', process: 'Stock levels to shop' },
      },
      {
        fromAt: berlin(-1, '23:30:00'),
        toAt: null,
        what: { kind: 'silent', runtime: 'rtm-tms-02', process: 'Tour plan to carrier' },
      },
    ],
    ...quiet,
  },
];
