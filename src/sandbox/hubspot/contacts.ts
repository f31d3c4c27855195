import { HubSpotApiError, objectNotFound } from './errors.js';
import { isUnique, normalise } from './properties.js';
import { notValid, readProperties } from './property-values.js';
import { type ContactRow, type HubSpotState, keyId } from './rows.js';

/** The id of the first contact. */
const FIRST_ID = 101;

/** The contacts of one account. */
export class Contacts {
  constructor(
    private readonly state: HubSpotState,
    readonly hub: string,
  ) {}

  /** Those that nobody has archived, oldest first. */
  *all(): Generator<ContactRow> {
    for (const row of this.state.table('contact').values()) {
      if (row.hub === this.hub && !row.archived) yield row;
    }
  }

  /** By its id, or by the value of a property that identifies it. */
  find(id: string, idProperty = 'hs_object_id'): ContactRow | undefined {
    const owner = idProperty === 'hs_object_id' ? id : this.ownerOf(idProperty, id);
    const row = owner === undefined ? undefined : this.state.table('contact').get(owner);
    return row && row.hub === this.hub && !row.archived ? row : undefined;
  }

  /** @throws HubSpotApiError when there is none */
  get(id: string, idProperty?: string): ContactRow {
    const row = this.find(id, idProperty);
    if (!row) throw objectNotFound();
    return row;
  }

  /** @throws HubSpotApiError when a value is not valid, or belongs to another contact */
  create(given: Readonly<Record<string, string>>): ContactRow {
    const properties = readProperties(given);
    const now = Date.now();
    return this.state.transaction(() =>
      this.write(
        {
          id: String(FIRST_ID + this.state.table('contact').size),
          hub: this.hub,
          properties: {},
          createdAt: now,
          updatedAt: now,
          archived: false,
        },
        properties,
      ),
    );
  }

  /** Keeps what is not mentioned; an empty text empties a property. @throws HubSpotApiError as {@link create} */
  update(row: ContactRow, given: Readonly<Record<string, string>>): ContactRow {
    const properties = readProperties(given);
    return this.state.transaction(() => this.write({ ...row, updatedAt: Date.now() }, properties));
  }

  /** Changes the one that has `id` for its `idProperty`, or makes it. @throws HubSpotApiError as {@link create} */
  upsert(
    id: string,
    idProperty: string,
    given: Readonly<Record<string, string>>,
  ): { row: ContactRow; created: boolean } {
    const before = this.find(id, idProperty);
    if (before) return { row: this.update(before, given), created: false };
    return { row: this.create({ [idProperty]: id, ...given }), created: true };
  }

  archive(row: ContactRow): void {
    this.state.transaction(() => {
      this.forgetKeys(row);
      this.state.put('contact', { ...row, archived: true, updatedAt: Date.now() });
    });
  }

  private write(row: ContactRow, changes: Readonly<Record<string, string>>): ContactRow {
    const changed = Object.entries({ ...row.properties, ...changes }).filter(([, value]) => value !== '');
    const next = { ...row, properties: Object.fromEntries(changed) };
    const keys = changed.filter(([name]) => isUnique(name));
    for (const [name, value] of keys) this.refuseTaken(row, name, value);
    this.forgetKeys(row);
    for (const [name, value] of keys) {
      this.state.put('contact_key', { id: keyId(this.hub, name, value), contact: row.id });
    }
    return this.state.put('contact', next);
  }

  /** An address that is taken is a conflict; of other unique properties the value is not valid. */
  private refuseTaken(row: ContactRow, name: string, value: string): void {
    const owner = this.ownerOf(name, value);
    if (owner === undefined || owner === row.id) return;
    if (name === 'email') {
      throw new HubSpotApiError(409, 'CONFLICT', `Contact already exists. Existing ID: ${owner}`);
    }
    const message = `CONTACT ${owner} already has that value.`;
    throw notValid([{ isValid: false, message, error: 'CONFLICTING_UNIQUE_VALUE', name }]);
  }

  private forgetKeys({ properties }: ContactRow): void {
    for (const [name, value] of Object.entries(properties)) {
      if (isUnique(name)) this.state.delete('contact_key', keyId(this.hub, name, value));
    }
  }

  private ownerOf(property: string, value: string): string | undefined {
    return this.state.table('contact_key').get(keyId(this.hub, property, normalise(property, value)))
      ?.contact;
  }
}
