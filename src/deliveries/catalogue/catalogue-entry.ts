/** A JSON Schema (2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What is known of a type of events, to those who publish and those who receive. */
export interface CatalogueDescription {
  readonly description: string;
  /** What the data of every such event is; null: anything. */
  readonly schema: JsonSchema | null;
  /** Data as it may come; null where there is no example. */
  readonly example: unknown;
  /** Older versions that every such event carries data for. */
  readonly versions: readonly string[];
  /** Whether to build nothing new upon it. It is delivered all the same. */
  readonly deprecated: boolean;
}

/** A type of events. */
export interface CatalogueEntry extends CatalogueDescription {
  readonly name: string;
  /** One that the product's code defines is changed there alone. */
  readonly definedIn: 'code' | 'api';
}
