import type { CatalogueEntry } from '../catalogue/catalogue-entry.js';

/** A type of events on the wire. */
export function presentEntry(entry: CatalogueEntry) {
  return {
    name: entry.name,
    description: entry.description,
    schema: entry.schema,
    example: entry.example,
    versions: entry.versions,
    deprecated: entry.deprecated,
    defined_in: entry.definedIn,
  };
}
