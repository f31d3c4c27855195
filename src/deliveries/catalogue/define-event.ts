import { z } from 'zod';
import type { FieldIssue } from '../../contracts/errors.js';
import type { NewEvent } from '../../contracts/events.js';
import { MAX_VERSIONS, productType, versionName } from '../events/event-fields.js';
import { JSON_ISSUE, jsonText } from '../events/json-text.js';
import type { CatalogueEntry, JsonSchema } from './catalogue-entry.js';

/** A type of events, as the product's code describes it. */
export interface EventDescription<Data> {
  /** Such as `order.paid`. */
  readonly type: string;
  readonly description?: string;
  /**
   * What the data must be. Data is checked against it and goes out as it is: what a schema would strip, fill in or
   * transform stays. It must be one that JSON Schema can express, without asynchronous checks. @default anything
   */
  readonly schema?: z.ZodType<unknown, Data>;
  /** Shown in the catalogue, and sent by test events. */
  readonly example?: NoInfer<Data>;
  /** How the data of an older version is made from that of now, by version, for endpoints that are set to one. */
  readonly versions?: Readonly<Record<string, (data: NoInfer<Data>) => unknown>>;
  /** @default false */
  readonly deprecated?: boolean;
}

/** What one event of a defined type needs. */
export type DefinedEvent<Data> = Omit<NewEvent, 'type' | 'data' | 'versions'> & { readonly data: Data };

/** A type of events that the product's code defines. Made by {@link defineEvent}. */
export class EventDefinition<Data = unknown> {
  readonly type: string;
  readonly entry: CatalogueEntry;
  private readonly schema: z.ZodType | undefined;
  private readonly olderForms: readonly (readonly [version: string, (data: Data) => unknown])[];

  /** @throws TypeError for a description that makes no sense, and says what to change */
  constructor(description: EventDescription<Data>) {
    const { type, schema, versions = {}, description: words = '', deprecated = false } = description;
    this.type = type;
    this.schema = schema;
    this.olderForms = Object.entries(versions);
    this.entry = {
      name: type,
      description: words,
      schema: schema ? jsonSchemaOf(type, schema) : null,
      example: description.example ?? null,
      versions: Object.keys(versions),
      deprecated,
      definedIn: 'code',
    };
    this.checkDescription(description.example);
  }

  /**
   * An event to publish, with its data in every version.
   * @throws whatever the function of a version throws
   */
  event({ tenant, data, subject, idempotencyKey }: DefinedEvent<Data>): NewEvent {
    const event = { type: this.type, tenant, data, subject, idempotencyKey };
    if (this.olderForms.length === 0) return event;
    const versions = Object.fromEntries(
      this.olderForms.map(([version, olderForm]) => [version, olderForm(data)]),
    );
    return { ...event, versions };
  }

  /** The fields of data, as JSON has it, that are not as the schema asks for, by their path from `root`. */
  check(data: unknown, root: string): FieldIssue[] {
    const issues = this.schema?.safeParse(data).error?.issues ?? [];
    return issues.map(({ path, message }) => ({ field: [root, ...path].join('.'), issue: message }));
  }

  private checkDescription(example: unknown): void {
    const { type } = this;
    const { error } = productType.safeParse(type);
    if (error) throw new TypeError(`No event can be of type "${type}": it ${error.issues[0]?.message}.`);
    const unfit = this.entry.versions.find((version) => !versionName.safeParse(version).success);
    if (unfit !== undefined) {
      throw new TypeError(`${type}: no version can be called "${unfit}". Call it like 2025-01-01.`);
    }
    if (this.entry.versions.length > MAX_VERSIONS) {
      throw new TypeError(`${type} has more than ${MAX_VERSIONS} versions. Leave the oldest out.`);
    }
    if (example === undefined) return;
    if (jsonText(example) === undefined) throw new TypeError(`${type}: the example ${JSON_ISSUE}.`);
    const [problem] = this.check(example, 'example');
    if (problem)
      throw new TypeError(`${type}: ${problem.field} is not as its schema asks for: ${problem.issue}.`);
  }
}

/**
 * Describes a type of events in code. What is published by {@link EventDefinition.event} has the type of its schema; put
 * it on a class with `@EventTypes()`, and it is in the catalogue and checked whoever publishes it:
 *
 *     @EventTypes()
 *     export class ShopEvents {
 *       readonly orderPaid = defineEvent({
 *         type: 'order.paid',
 *         schema: z.object({ order: z.string(), amount: z.int() }),
 *         versions: { '2025-01-01': ({ order, amount }) => ({ order, total: amount / 100 }) },
 *       });
 *     }
 *
 *     await events.publish(shop.orderPaid.event({ tenant: 'acme', data: { order: '42', amount: 1999 } }), { tx });
 *
 * @throws TypeError for a description that makes no sense, and says what to change
 */
export function defineEvent<Data = unknown>(description: EventDescription<Data>): EventDefinition<Data> {
  return new EventDefinition(description);
}

function jsonSchemaOf(type: string, schema: z.ZodType): JsonSchema {
  try {
    return z.toJSONSchema(schema, { io: 'input' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it is not known';
    throw new TypeError(
      `${type}: JSON Schema has no words for its schema (${reason}). Say it as JSON has it.`,
      {
        cause: error,
      },
    );
  }
}
