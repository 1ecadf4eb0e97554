import * as z from 'zod/mini';
import { agentOperations } from './agent-operations.ts';
import { consoleOperations } from './console-operations.ts';
import { Problem, problemKinds } from './errors.ts';
import type { OperationShape } from './operation.ts';

type Json = Record<string, unknown>;

/**
 * The contract as an OpenAPI 3.1 document, generated from the tables of operations: nothing in it is written by hand.
 * `version` is the release of the platform that answers.
 */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries({ ...consoleOperations, ...agentOperations } as Record<
    string,
    OperationShape
  >)) {
    const path = operation.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(name, operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Daymark',
      version,
      description: 'Console channel under /api, agent channel under /agent: two listeners, two ways to authenticate.',
    },
    paths,
    components: { schemas: { Problem: jsonSchema(Problem) } },
  };
}

function describe(operationId: string, operation: OperationShape): Json {
  return {
    operationId,
    summary: operation.summary,
    tags: [operation.channel],
    parameters: [...parameters('path', operation.params), ...parameters('query', operation.query)],
    ...(operation.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(operation.body) } } } }
      : {}),
    ...(operation.stream === 'ndjson-body'
      ? { requestBody: { required: true, content: { 'application/x-ndjson': {} } } }
      : {}),
    responses: { ...success(operation), ...problems(operation) },
  };
}

function success(operation: OperationShape): Json {
  if (operation.stream === 'events')
    return { 200: { description: 'Server-sent events', content: { 'text/event-stream': {} } } };
  if (operation.stream === 'text-answer') return { 200: { description: 'Plain text', content: { 'text/plain': {} } } };
  if (!operation.answer) return { 204: { description: 'Done' } };
  return { 200: { description: 'Done', content: { 'application/json': { schema: jsonSchema(operation.answer) } } } };
}

function problems(operation: OperationShape): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of operation.errors) {
    const { status } = problemKinds[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function parameters(place: 'path' | 'query', schema: z.ZodMiniObject | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function jsonSchema(schema: z.ZodMiniType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return rest;
}
