import type { StepOf } from '../definition/step.ts';
import { EngineError } from '../errors/engine-error.ts';
import { decodeText, decodeWhole } from '../files/decode.ts';
import { fileBytes, sourceFiles, type SourceFile } from '../files/source-files.ts';
import { openTarget } from '../files/target-file.ts';
import { batches, type Fields } from '../run/batch.ts';
import type { FlowStep, StepContext } from '../run/step-context.ts';
import { recordsAt } from './records-at.ts';

/** Reads JSON files: whole documents up to `maxBytes`, or JSON lines of any length. */
export function readJson(definition: StepOf<'read-json'>): FlowStep {
  return async function* (context) {
    for await (const file of sourceFiles(definition.from, context)) {
      context.log('info', `Reading ${file.name} (${file.sizeBytes} bytes)`);
      const records =
        definition.format === 'lines'
          ? jsonLines(definition, file, context)
          : await jsonDocument(definition, file, context);
      let count = 0;
      for await (const batch of batches(records, context.process.batchSize, file.document)) {
        count += batch.rows.length;
        yield batch;
      }
      context.execution.changeDocument(file.document, { records: count });
      if (count === 0) context.log('warn', `${file.name} holds no records`);
    }
  };
}

async function jsonDocument(
  definition: StepOf<'read-json'>,
  file: SourceFile,
  context: StepContext,
): Promise<Fields[]> {
  const text = await decodeWhole(fileBytes(file, context), definition.encoding, file.name, definition.maxBytes);
  if (text.trim() === '') return [];
  const found = recordsAt(parseJson(text, `"${file.name}"`, file.document), definition.records);
  if (!found)
    throw new EngineError('JSON_SHAPE', `"${file.name}": no list of records at "${definition.records ?? ''}"`, {
      document: file.document,
    });
  return found;
}

async function* jsonLines(
  definition: StepOf<'read-json'>,
  file: SourceFile,
  context: StepContext,
): AsyncGenerator<Fields> {
  let rest = '';
  let number = 0;
  const record = (line: string): Fields | null => {
    number += 1;
    if (line.trim() === '') return null;
    const value = parseJson(line, `"${file.name}", line ${number}`, file.document);
    if (!isFields(value))
      throw new EngineError('JSON_SHAPE', `"${file.name}", line ${number}: not a JSON object`, {
        document: file.document,
        record: number,
      });
    return value;
  };
  for await (const text of decodeText(fileBytes(file, context), definition.encoding, file.name)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const fields = record(line);
      if (fields) yield fields;
    }
  }
  const last = record(rest);
  if (last) yield last;
}

function parseJson(text: string, where: string, document: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EngineError(
      'JSON_PARSE',
      `${where} is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause, document },
    );
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes records as a JSON list, or as JSON lines. */
export function writeJson(definition: StepOf<'write-json'>): FlowStep {
  return async function* (context, input) {
    const target = await openTarget(definition.to, 'utf-8', context);
    const isList = definition.format === 'document';
    let count = 0;
    if (isList) await target.write('[');
    for await (const batch of input) {
      const texts = batch.rows.map((row) => JSON.stringify(row.fields));
      await target.write(isList ? `${count > 0 ? ',' : ''}\n${texts.join(',\n')}` : `${texts.join('\n')}\n`);
      count += batch.rows.length;
      yield batch;
    }
    if (isList) await target.write('\n]\n');
    await target.finish(count);
  };
}
