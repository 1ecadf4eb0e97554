import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import type { StepOf } from '../definition/step.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { CatalogueKey } from '../errors/catalogue.ts';
import { decodeText } from '../files/decode.ts';
import { fileBytes, sourceFiles, type SourceFile } from '../files/source-files.ts';
import { openTarget } from '../files/target-file.ts';
import { batches, textOf, type Fields } from '../run/batch.ts';
import type { FlowStep, StepContext } from '../run/step-context.ts';

/** A line longer than this means a wrong delimiter or an unclosed quote. */
const RECORD_MAX_CHARACTERS = 4_000_000;

/** Reads CSV files as a stream: a file of any size needs the memory of one batch. */
export function readCsv(definition: StepOf<'read-csv'>): FlowStep {
  return async function* (context) {
    for await (const file of sourceFiles(definition.from, context)) {
      context.log('info', `Reading ${file.name} (${file.sizeBytes} bytes, ${definition.encoding})`);
      let count = 0;
      for await (const batch of batches(
        csvRecords(definition, file, context),
        context.process.batchSize,
        file.document,
      )) {
        count += batch.rows.length;
        context.execution.changeDocument(file.document, { records: count });
        yield batch;
      }
      if (count === 0) {
        context.execution.changeDocument(file.document, { records: 0 });
        context.log('warn', `${file.name} holds no records${file.sizeBytes === 0 ? ': the file is empty' : ''}`);
      }
    }
  };
}

async function* csvRecords(
  definition: StepOf<'read-csv'>,
  file: SourceFile,
  context: StepContext,
): AsyncGenerator<Fields> {
  const text = Readable.from(decodeText(fileBytes(file, context), definition.encoding, file.name));
  const parser = parse({
    delimiter: definition.delimiter,
    bom: false,
    columns: definition.header === true ? (names: string[]) => headerNames(names, file.name) : definition.header,
    trim: definition.trim,
    skip_empty_lines: true,
    max_record_size: RECORD_MAX_CHARACTERS,
  });
  // `pipe` does not pass errors on; the parser must end with the reader's error, not wait for ever.
  text.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of text.pipe(parser)) yield record as Fields;
  } catch (error) {
    throw error instanceof CsvError ? csvError(error, file) : error;
  } finally {
    text.destroy();
  }
}

function headerNames(names: string[], fileName: string): string[] {
  const cleaned = names.map((name) => name.trim());
  const empty = cleaned.findIndex((name) => name === '');
  if (empty >= 0)
    throw new EngineError('CSV_HEADER', `"${fileName}": column ${empty + 1} of the header line has no name`);
  const twice = cleaned.find((name, index) => cleaned.indexOf(name) !== index);
  if (twice !== undefined)
    throw new EngineError('CSV_HEADER', `"${fileName}": the header line names the column "${twice}" twice`);
  return cleaned;
}

function csvError(error: CsvError, file: SourceFile): EngineError {
  const code = String(error.code);
  const lines = 'lines' in error && typeof error.lines === 'number' ? error.lines : null;
  const records = 'records' in error && typeof error.records === 'number' ? error.records : null;
  const where = `"${file.name}"${lines === null ? '' : `, line ${lines}`}`;
  return new EngineError(csvKey(code), `${where}: ${error.message}`, {
    cause: error,
    document: file.document,
    ...(records === null ? {} : { record: records + 1 }),
  });
}

function csvKey(code: string): CatalogueKey {
  if (code === 'CSV_RECORD_INCONSISTENT_COLUMNS' || code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH')
    return 'CSV_COLUMNS';
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'INVALID_OPENING_QUOTE')
    return 'CSV_QUOTE';
  return code === 'CSV_MAX_RECORD_SIZE' ? 'CSV_RECORD_SIZE' : 'CSV_OTHER';
}

/** Writes records to a CSV file with a header line. */
export function writeCsv(definition: StepOf<'write-csv'>): FlowStep {
  return async function* (context, input) {
    const target = await openTarget(definition.to, definition.encoding, context);
    let columns = definition.columns;
    let count = 0;
    if (columns) await target.write(csvLines([columns], definition.delimiter));
    for await (const batch of input) {
      if (!columns) {
        columns = Object.keys(batch.rows[0]?.fields ?? {});
        await target.write(csvLines([columns], definition.delimiter));
      }
      const names = columns;
      await target.write(
        csvLines(
          batch.rows.map((row) => names.map((name) => textOf(row.fields[name]))),
          definition.delimiter,
        ),
      );
      count += batch.rows.length;
      yield batch;
    }
    await target.finish(count);
  };
}

function csvLines(lines: string[][], delimiter: string): string {
  return stringify(lines, { delimiter, record_delimiter: '\n' });
}
