import { Inject, Injectable } from '@nestjs/common';
import type { Contact, ContactValue, UpsertContact } from '../../../contracts/contacts.js';
import type { HubSpotContact } from './answers.js';
import { hubspotConfig, type HubSpotConfig } from '../hubspot.config.js';

/** The fields that every contact has, and HubSpot's properties for them. */
const STANDARD = [
  ['email', 'email'],
  ['firstName', 'firstname'],
  ['lastName', 'lastname'],
  ['phone', 'phone'],
  ['company', 'company'],
] as const;

/** What a contact is called on our side and what at HubSpot, by `HUBSPOT_CONTACT_FIELDS`. */
@Injectable()
export class HubSpotContactMapping {
  /** The property that holds the product's own id, if there is one. */
  readonly externalIdProperty: string | undefined;
  private readonly properties: ReadonlyMap<string, string>;

  constructor(
    @Inject(hubspotConfig.token)
    config: Pick<HubSpotConfig, 'contactFields' | 'externalIdProperty'>,
  ) {
    this.properties = config.contactFields;
    this.externalIdProperty = config.externalIdProperty;
  }

  /** HubSpot's name of a further property. */
  propertyOf(name: string): string {
    return this.properties.get(name) ?? name;
  }

  /** Where in our input a property stands: `firstName`, `properties.tier`. */
  fieldOf(property: string): string {
    if (property === this.externalIdProperty) return 'externalId';
    const standard = STANDARD.find(([, name]) => name === property);
    if (standard) return standard[0];
    const mapped = [...this.properties].find(([, name]) => name === property);
    return `properties.${mapped?.[0] ?? property}`;
  }

  /** The properties to ask for, `names` being those besides the standard ones. */
  wanted(names: readonly string[] = []): string[] {
    const standard = STANDARD.map(([, property]) => property);
    const own = this.externalIdProperty === undefined ? [] : [this.externalIdProperty];
    return [...new Set([...standard, ...own, ...names.map((name) => this.propertyOf(name))])];
  }

  /** What of a contact is to be written. `null` empties, as an empty text does. */
  toProperties(contact: UpsertContact): Record<string, string> {
    const further = Object.entries(contact.properties ?? {}).map(([name, value]): [string, string] => [
      this.propertyOf(name),
      String(value ?? ''),
    ]);
    const standard = STANDARD.flatMap(([field, property]): [string, string][] => {
      const value = contact[field];
      return value === undefined ? [] : [[property, value]];
    });
    const { externalId } = contact;
    const own: [string, string][] =
      this.externalIdProperty !== undefined && externalId !== undefined
        ? [[this.externalIdProperty, externalId]]
        : [];
    return Object.fromEntries([...further, ...standard, ...own]);
  }

  /** @param names of the further properties that were asked for */
  toContact(raw: HubSpotContact, names: readonly string[] = []): Contact<HubSpotContact> {
    // HubSpot tells an emptied property from one that never had a value by an empty text.
    const valueOf = (property: string): string | undefined => raw.properties[property] || undefined;
    const { externalIdProperty } = this;
    return {
      id: raw.id,
      provider: 'hubspot',
      email: valueOf('email'),
      externalId: externalIdProperty === undefined ? undefined : valueOf(externalIdProperty),
      firstName: valueOf('firstname'),
      lastName: valueOf('lastname'),
      phone: valueOf('phone'),
      company: valueOf('company'),
      properties: Object.fromEntries(
        names.map((name): [string, ContactValue] => [name, valueOf(this.propertyOf(name)) ?? null]),
      ),
      createdAt: new Date(raw.createdAt),
      updatedAt: new Date(raw.updatedAt),
      raw,
    };
  }
}
