import { z } from 'zod';
import { anything, list, named, record, text } from './lenient.js';

const Root = z.object({
  openapi: z.string().regex(/^3\.[012](?:\.|$)/),
  info: z.object({ title: text, version: text, description: text }).catch({}),
  servers: list,
  security: list,
  paths: record,
  components: z.object({ schemas: named, securitySchemes: named }).optional().catch(undefined),
});

const Reference = z.object({ $ref: z.string() });

/** How many references in a row are followed before they are taken for a circle. */
const MAX_REFERENCES = 50;

/** An OpenAPI 3 document, all in one: its references lead to places in itself. */
export class OpenApiDocument {
  readonly root: z.output<typeof Root>;

  /** @throws TypeError for what is no OpenAPI 3 document */
  constructor(private readonly whole: unknown) {
    const parsed = Root.safeParse(whole);
    if (!parsed.success)
      throw new TypeError('This is no OpenAPI document: it does not begin with openapi: 3.x.');
    this.root = parsed.data;
  }

  /** What stands at a JSON pointer (RFC 6901) such as `#/components/schemas/User`; `undefined` where nothing does. */
  at(pointer: string): unknown {
    if (!pointer.startsWith('#')) return undefined;
    return stepsOf(pointer).reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined,
      this.whole,
    );
  }

  /** What a part of the document is, once its references are followed. */
  follow(part: unknown): unknown {
    let current = part;
    for (let count = 0; count < MAX_REFERENCES; count += 1) {
      const reference = Reference.safeParse(current);
      if (!reference.success) return current;
      current = this.at(reference.data.$ref);
    }
    return undefined;
  }

  /** One part, held against its schema; an empty one where it is something else. */
  read<Part>(schema: z.ZodType<Part>, part: unknown): Part {
    const followed = schema.safeParse(this.follow(part));
    return followed.success ? followed.data : schema.parse({});
  }
}

/** The names on the way to a place: `#/paths/~1users` leads to `paths`, then `/users`. */
export function stepsOf(pointer: string): string[] {
  return pointer
    .slice(1)
    .split('/')
    .slice(1)
    .map((step) => decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

export const Server = z.object({ url: text, description: text, variables: named });
export const ServerVariable = z.object({ default: z.coerce.string().optional().catch(undefined) });
export const MediaType = z.object({ schema: anything, encoding: named });
export const Response = z.object({ description: text, content: named });
