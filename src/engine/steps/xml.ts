import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import type { StepOf } from '../definition/step.ts';
import { EngineError } from '../errors/engine-error.ts';
import { decodeWhole } from '../files/decode.ts';
import { fileBytes, sourceFiles } from '../files/source-files.ts';
import { openTarget } from '../files/target-file.ts';
import { batches } from '../run/batch.ts';
import type { FlowStep } from '../run/step-context.ts';
import { recordsAt } from './records-at.ts';

/** Reads the repeated element of XML files. Attributes become fields with `@` before their name; all values stay text. */
export function readXml(definition: StepOf<'read-xml'>): FlowStep {
  return async function* (context) {
    for await (const file of sourceFiles(definition.from, context)) {
      context.log('info', `Reading ${file.name} (${file.sizeBytes} bytes)`);
      const bytes = fileBytes(file, context);
      const text = (await decodeWhole(bytes, 'utf-8', file.name, definition.maxBytes)).trim();
      const verdict = text === '' ? true : XMLValidator.validate(text);
      if (verdict !== true)
        throw new EngineError(
          'XML_PARSE',
          `"${file.name}", line ${verdict.err.line}, column ${verdict.err.col}: ${verdict.err.msg}`,
          { document: file.document },
        );
      const records = text === '' ? [] : recordsAt(parser().parse(text), definition.records);
      if (!records)
        throw new EngineError('XML_SHAPE', `"${file.name}": no element at "${definition.records}"`, {
          document: file.document,
        });
      if (records.length === 0) context.log('warn', `${file.name} holds no records`);
      context.execution.changeDocument(file.document, { records: records.length });
      yield* batches(records, context.process.batchSize, file.document);
    }
  };
}

function parser(): XMLParser {
  return new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
  });
}

/** Writes records as elements below one root element. */
export function writeXml(definition: StepOf<'write-xml'>): FlowStep {
  return async function* (context, input) {
    const target = await openTarget(definition.to, 'utf-8', context);
    const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, indentBy: '  ' });
    let count = 0;
    await target.write(`<?xml version="1.0" encoding="UTF-8"?>\n<${definition.root}>\n`);
    for await (const batch of input) {
      await target.write(batch.rows.map((row) => builder.build({ [definition.record]: row.fields })).join(''));
      count += batch.rows.length;
      yield batch;
    }
    await target.write(`</${definition.root}>\n`);
    await target.finish(count);
  };
}
