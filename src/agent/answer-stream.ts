import { AnswerRecord, type DeliveredRequest } from '#contract/answer.ts';
import { LOG_MAX_LINES } from '#contract/rules.ts';
import { fieldPaths } from './field-paths.ts';
import { startDigest } from './ledger.ts';

/** Text is handed to the compressor in pieces of about this many characters. */
const PIECE_CHARACTERS = 65_536;
/** An answer larger than this before compression is cut, and says so. */
const ANSWER_MAX_CHARACTERS = 2_000_000_000;

/** What left of an answer so far. */
export interface AnswerTally {
  /** Compressed, as they left. */
  bytes: number;
  /** Every record, `head` and `end` included. */
  records: number;
  fields: string[];
  /** SHA-256 of those bytes. Ends the count: call it once. */
  digest(): string;
}

type Kind = DeliveredRequest['subject']['kind'];

const contentOf: Record<Kind, AnswerRecord['t']> = {
  'execution-log': 'line',
  'execution-error': 'error',
  'connector-browse': 'object',
};

/**
 * Turns a runtime's records into the bytes of an answer: NDJSON, gzip. Every record is parsed with the contract's strict schema and must
 * fit the kind that was asked: `head` first, then content of that kind only, then `end`. Whatever does not fit ends the answer with a
 * `failed` record, as does a runtime that throws or stops early; `onRefused` hears of the former. Nothing is read ahead of the reader.
 */
export function encodeAnswer(
  kind: Kind,
  records: AsyncIterable<AnswerRecord>,
  onRefused: (reason: string) => void,
): { body: ReadableStream<Uint8Array<ArrayBuffer>>; tally: AnswerTally } {
  const hash = startDigest();
  const fields = new Set<string>();
  const tally: AnswerTally = { bytes: 0, records: 0, fields: [], digest: () => hash.digest() };
  const pieces = encodePieces(checkRecords(kind, records, onRefused), (record) => {
    tally.records += 1;
    if (tally.records > 3 && record.t === contentOf[kind]) return; // fields of the hundredth line are those of the first
    for (const path of fieldPaths(record)) fields.add(path);
    tally.fields = [...fields].toSorted();
  });
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      tally.bytes += chunk.byteLength;
      hash.update(chunk);
      controller.enqueue(chunk);
    },
  });
  return { body: toStream(pieces).pipeThrough(new CompressionStream('gzip')).pipeThrough(counted), tally };
}

/** Lets through what fits; ends with `failed` in place of what does not. Always ends with `end`, `refused` or `failed`. */
async function* checkRecords(
  kind: Kind,
  records: AsyncIterable<AnswerRecord>,
  onRefused: (reason: string) => void,
): AsyncGenerator<AnswerRecord> {
  let isFirst = true;
  let items = 0;
  let characters = 0;
  try {
    for await (const given of records) {
      const parsed = AnswerRecord.safeParse(given);
      const fault = parsed.success ? orderFault(kind, parsed.data, isFirst) : issueOf(parsed.error.issues[0]);
      if (!parsed.success || fault !== null) {
        onRefused(`${kind}: ${fault}`);
        yield failed('A record of the answer was refused at the exit of the runtime');
        return;
      }
      const record = parsed.data;
      if (record.t === contentOf[kind]) {
        items += 1;
        if (record.t === 'line') characters += record.text.length;
        const cut = cutBecause(kind, items, characters);
        if (cut !== null) {
          yield { t: 'end', items: items - 1, cut };
          return;
        }
      }
      yield record;
      isFirst = false;
      if (record.t === 'end' || record.t === 'refused' || record.t === 'failed') return;
    }
  } catch {
    // What it threw stays in the runtime: it may hold anything.
    yield failed('The runtime could not finish the answer');
    return;
  }
  yield failed('The runtime ended the answer early');
}

function failed(reason: string): AnswerRecord {
  return { t: 'failed', reason };
}

function orderFault(kind: Kind, record: AnswerRecord, isFirst: boolean): string | null {
  switch (record.t) {
    case 'refused':
    case 'failed':
      return null;
    case 'head':
      return isFirst && record.kind === kind ? null : 'a head that was not expected';
    case 'end':
      return isFirst ? 'an end before the head' : null;
    case 'line':
    case 'object':
    case 'error':
      if (isFirst) return 'content before the head';
      return record.t === contentOf[kind] ? null : `a record of the kind ${record.t}`;
    case 'progress':
      return 'progress inside the answer'; // it has an operation of its own
  }
}

function cutBecause(kind: Kind, items: number, characters: number): string | null {
  if (kind === 'execution-log' && items > LOG_MAX_LINES) return `cut after ${LOG_MAX_LINES} lines`;
  if (characters > ANSWER_MAX_CHARACTERS) return `cut after ${ANSWER_MAX_CHARACTERS} characters`;
  return null;
}

/** Where and how a value broke its schema. Names of the contract only: an unknown key may itself hold a value. */
export function issueOf(issue: { path: readonly PropertyKey[]; code: string } | undefined): string {
  return issue ? `${issue.path.map(String).join('.') || 'the message'}: ${issue.code}` : 'not valid';
}

async function* encodePieces(
  records: AsyncIterable<AnswerRecord>,
  onRecord: (record: AnswerRecord) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let text = '';
  for await (const record of records) {
    onRecord(record);
    text += `${JSON.stringify(record)}\n`;
    if (text.length < PIECE_CHARACTERS) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}

/** A stream that pulls one piece at a time and ends the generator when nobody reads any more. */
function toStream(pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
