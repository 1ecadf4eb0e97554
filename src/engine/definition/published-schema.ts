import * as z from 'zod';
import { ConnectionDefinition } from './connection.ts';
import { ProcessDefinition } from './process.ts';

/**
 * The JSON Schemas (2020-12) that editors use to complete and check definition files: what is accepted as input, defaults shown.
 * Rules across fields (a step's connection exists, SQL needs table or statement) are checked at load only.
 */
export function publishedSchemas(): { 'process.schema.json': object; 'connection.schema.json': object } {
  return {
    'process.schema.json': { title: 'Daymark process', ...z.toJSONSchema(ProcessDefinition, { io: 'input' }) },
    'connection.schema.json': { title: 'Daymark connection', ...z.toJSONSchema(ConnectionDefinition, { io: 'input' }) },
  };
}
