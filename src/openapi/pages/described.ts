import { z } from 'zod';

/** What the pages read of `openapi.json`. */

/** A JSON Schema, as far as it is shown. */
export interface DescribedSchema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly format?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, DescribedSchema>> | undefined;
  readonly items?: DescribedSchema | undefined;
  readonly anyOf?: readonly DescribedSchema[] | undefined;
  readonly oneOf?: readonly DescribedSchema[] | undefined;
}

const schema: z.ZodType<DescribedSchema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), schema).optional(),
    items: schema.optional(),
    anyOf: z.array(schema).optional(),
    oneOf: z.array(schema).optional(),
  }),
);

const media = z.record(
  z.string(),
  z.looseObject({ schema: schema.optional(), example: z.unknown().optional() }),
);

const answer = z.looseObject({
  $ref: z.string().optional(),
  description: z.string().default(''),
  content: media.optional(),
});

const parameter = z.looseObject({
  $ref: z.string().optional(),
  name: z.string().default(''),
  in: z.string().default(''),
  required: z.boolean().default(false),
  description: z.string().optional(),
  schema: schema.prefault({}),
  example: z.union([z.string(), z.number(), z.boolean()]).optional(),
});

const operation = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.unknown()),
  parameters: z.array(parameter).default([]),
  requestBody: z.looseObject({ required: z.boolean(), content: media }).optional(),
  responses: z.record(z.string(), answer),
});

export const describedApi = z.looseObject({
  info: z.looseObject({ version: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({
    schemas: z.record(z.string(), schema),
    parameters: z.record(z.string(), parameter),
    responses: z.record(z.string(), answer),
  }),
});

export type DescribedApi = z.output<typeof describedApi>;
export type DescribedAnswer = z.output<typeof answer>;
export type DescribedParameter = z.output<typeof parameter>;

/** An operation, with where it is. */
export interface DescribedOperation extends z.output<typeof operation> {
  readonly method: string;
  readonly path: string;
}

/** The operations of a group, in their order. */
export function operationsOf({ paths }: DescribedApi, tag: string): DescribedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, each]) => ({ ...each, method: method.toUpperCase(), path })),
  );
}

/** What a component is called that is referred to; the thing itself where it is not. */
export function resolved<Part extends { $ref?: string | undefined }>(
  part: Part,
  known: Record<string, Part>,
): Part {
  return part.$ref === undefined ? part : (known[part.$ref.split('/').at(-1) ?? ''] ?? part);
}

/** `Events and endpoints` in an address: `events-and-endpoints`. */
export function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
