import type { StepDefinition } from '../definition/step.ts';
import type { FileStep, FlowStep } from '../run/step-context.ts';
import { readCsv, writeCsv } from './csv.ts';
import { archiveFile, moveFile } from './file.ts';
import { httpRead, httpSend } from './http.ts';
import { readJson, writeJson } from './json.ts';
import { filter, map } from './map.ts';
import { sqlRead, sqlWrite } from './sql.ts';
import { validate } from './validate.ts';
import { readXml, writeXml } from './xml.ts';

/** What a definition does: a part of a flow of records, or work on the run's file. */
export type StepRunner = { type: 'flow'; run: FlowStep } | { type: 'file'; run: FileStep };

/** The runner of a step's kind. */
export function stepRunner(step: StepDefinition): StepRunner {
  switch (step.kind) {
    case 'read-csv':
      return { type: 'flow', run: readCsv(step) };
    case 'write-csv':
      return { type: 'flow', run: writeCsv(step) };
    case 'read-json':
      return { type: 'flow', run: readJson(step) };
    case 'write-json':
      return { type: 'flow', run: writeJson(step) };
    case 'read-xml':
      return { type: 'flow', run: readXml(step) };
    case 'write-xml':
      return { type: 'flow', run: writeXml(step) };
    case 'map':
      return { type: 'flow', run: map(step) };
    case 'filter':
      return { type: 'flow', run: filter(step) };
    case 'validate':
      return { type: 'flow', run: validate(step) };
    case 'sql-read':
      return { type: 'flow', run: sqlRead(step) };
    case 'sql-write':
      return { type: 'flow', run: sqlWrite(step) };
    case 'http-read':
      return { type: 'flow', run: httpRead(step) };
    case 'http-send':
      return { type: 'flow', run: httpSend(step) };
    case 'move-file':
      return { type: 'file', run: moveFile(step) };
    case 'archive-file':
      return { type: 'file', run: archiveFile(step) };
  }
}
