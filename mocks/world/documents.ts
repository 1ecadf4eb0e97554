import type { DocumentOutcome, DocumentReport } from '#contract/tracking.ts';
import { executionStatuses } from '#contract/status.ts';
import { hash, mixNumbers, randomStream } from './random.ts';
import type { Run } from './runs.ts';

/** Processes that move at most this many things move each as a document of its own; larger ones move a few files with many records. */
const SINGLE_MAX = 120;
const countries = ['DE', 'AT', 'CZ', 'PL', 'SK', 'HU', 'SI', 'RO', 'FR', 'IT', 'ES', 'NL'];
/** Endings that real file drops have: other scripts, spaces, brackets, and one right-to-left. */
const oddities = [
  'ČZ_náhradní díly',
  'GR_Θεσσαλονίκη',
  'JP_出荷',
  'DE_Übersee (Kopie)',
  'PL_zamówienie pilne',
  'AE_طلب_عاجل',
  'FR_état n°2',
];

/** How many documents a run has. */
export function documentCount(run: Run): number {
  if (run.in === 0) return 0;
  return run.in <= SINGLE_MAX ? run.in : 1 + (run.assignment.salt % 6);
}

/** What has become of the documents, counted. `isOver`: after the run; before, all are in flight. */
export function documentFigures(
  run: Run,
  isOver: boolean,
): { written: number; warned: number; failed: number; skipped: number; inFlight: number } {
  const total = documentCount(run);
  const figures = { written: 0, warned: 0, failed: 0, skipped: 0, inFlight: 0 };
  for (let number = 1; number <= total; number++) {
    const outcome = outcomeOf(run, number, total, isOver);
    figures[outcome === 'in-flight' ? 'inFlight' : outcome]++;
  }
  return figures;
}

/** The documents of a run, by number. */
export function documentsOf(run: Run, isOver: boolean): DocumentReport[] {
  const total = documentCount(run);
  return Array.from({ length: total }, (_, index) => documentOf(run, index + 1, total, isOver));
}

/** Name and place of one document, as its file drop has them; null for runs that move no files. */
export function fileOf(run: Run, number: number): { fileName: string; directory: string } | null {
  const { blueprint, steps, salt } = run.assignment;
  const first = steps[0]?.kind ?? '';
  if (!/^read-(csv|xml|json)$/.test(first)) return null;
  const random = randomStream(mixNumbers(salt, run.number, number));
  const country = random.pick(countries);
  const stamp = new Date(run.startedAt - number * 47_000).toISOString();
  const ending = random.chance(0.04) ? random.pick(oddities) : country;
  const prefix = blueprint.noun.slice(0, 3).toUpperCase();
  const extension = first.slice('read-'.length);
  return {
    fileName: `${prefix}_${stamp.slice(0, 10).replaceAll('-', '')}_${stamp.slice(11, 16).replace(':', '')}_${ending}.${extension}`,
    directory: `/in/${blueprint.noun.replaceAll(' ', '-')}/${country.toLowerCase()}`,
  };
}

function documentOf(run: Run, number: number, total: number, isOver: boolean): DocumentReport {
  const file = fileOf(run, number);
  const records = Math.max(1, Math.floor(run.in / total));
  const outcome = outcomeOf(run, number, total, isOver);
  const isHit = outcome === 'failed' || outcome === 'warned';
  return {
    number,
    fileName: file?.fileName ?? null,
    directory: file?.directory ?? null,
    sizeBytes: records * (180 + (hash(run.number, number) % 900)),
    records,
    outcome,
    step: isHit && run.step >= 0 ? run.step + 1 : null,
    tracked: file
      ? [
          {
            name: 'Batch',
            value: `10-${4_000 + (hash(run.number >>> 7) % 900) + number}-${file.directory.slice(-2).toUpperCase()}`,
          },
        ]
      : [],
  };
}

function outcomeOf(run: Run, number: number, total: number, isOver: boolean): DocumentOutcome {
  if (!isOver) return 'in-flight';
  switch (executionStatuses[run.status]) {
    case 'ERROR':
      return number <= Math.min(total, run.errors) ? 'failed' : 'written';
    case 'COMPLETE_WARN':
      return number <= Math.min(total, run.warnings) ? 'warned' : 'written';
    case 'DISCARDED':
      return 'skipped';
    case 'ABORTED':
      return number <= total * 0.6 ? 'written' : 'skipped';
    default:
      return 'written';
  }
}
