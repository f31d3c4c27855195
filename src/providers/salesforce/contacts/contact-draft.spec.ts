import { describe, expect, it } from 'vitest';
import type { UpsertContact } from '../../../contracts/contacts.js';
import { ValidationError } from '../../../contracts/errors.js';
import { salesforceConfig } from '../salesforce.config.js';
import { draftOf } from './contact-draft.js';
import { ContactFields } from './contact-fields.js';

const about = { provider: 'salesforce', operation: 'contacts.upsert' };
const bare = new ContactFields(salesforceConfig.read({}));
const mapped = new ContactFields(
  salesforceConfig.read({
    SALESFORCE_CONTACT_FIELDS: 'tier:Loyalty_Tier__c,company:Company__c,owner:Owner.Name',
    SALESFORCE_CONTACT_EXTERNAL_ID: 'External_Id__c',
  }),
);

/** What is wrong, by field. */
function issuesOf(contact: UpsertContact, fields = mapped): Record<string, string> {
  try {
    draftOf(contact, fields, about);
    return {};
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return Object.fromEntries(error.details.map(({ field, issue }) => [field, issue]));
  }
}

it('has the API names of all that is given, and of nothing else', () => {
  const contact = {
    email: ' Ada@Example.com',
    externalId: 'a-1',
    firstName: 'Ada',
    company: 'Analytical Engines',
    properties: { tier: 'gold', Newsletter__c: true, Orders__c: 3, Title: null },
  };
  expect(draftOf(contact, mapped, about)).toMatchObject({
    key: { by: 'externalId', value: 'a-1' },
    values: {
      Email: 'ada@example.com',
      External_Id__c: 'a-1',
      FirstName: 'Ada',
      Company__c: 'Analytical Engines',
      Loyalty_Tier__c: 'gold',
      Newsletter__c: true,
      Orders__c: 3,
      Title: null,
    },
  });
});

describe('what cannot be written', () => {
  it('is an external id without a field for it', () => {
    expect(issuesOf({ externalId: 'a-1' }, bare)['externalId']).toContain('SALESFORCE_CONTACT_EXTERNAL_ID');
  });

  it('is a company without a field for it', () => {
    expect(issuesOf({ email: 'a@example.com', company: 'A' }, bare)['company']).toContain(
      'SALESFORCE_CONTACT_FIELDS=company:',
    );
  });

  it.each([
    ['another record’s field', { owner: 'Grace' }, 'properties.owner'],
    ['another record’s field by its own name', { 'Account.Name': 'A' }, 'properties.Account.Name'],
    ['what is no name at all', { 'Name = 1': 'A' }, 'properties.Name = 1'],
    ['an id', { ID: '003000000000000AAA' }, 'properties.ID'],
    ['the type', { attributes: 'Account' }, 'properties.attributes'],
    ['a field that is given already', { email: 'b@example.com' }, 'properties.email'],
    ['a field by two names', { tier: 'gold', loyalty_tier__C: 'silver' }, 'properties.loyalty_tier__C'],
  ])('is %s', (_what, properties, field) => {
    expect(Object.keys(issuesOf({ email: 'a@example.com', properties }))).toEqual([field]);
  });

  it('is named all at once', () => {
    const wrong = { email: 'nope', externalId: '', properties: { Id: 'x' } };
    expect(Object.keys(issuesOf(wrong))).toEqual(['email', 'externalId', 'properties.Id']);
  });
});

describe('what is read', () => {
  const record = {
    attributes: { type: 'Contact', url: '/' },
    Id: '003000000000000AAA',
    Email: null,
    LastName: 'Lovelace',
    Account: { Name: 'Analytical Engines' },
    Company__c: 'Own Company',
    MailingAddress: { city: 'London' },
    SystemModstamp: '2026-08-21T10:00:00.000+0000',
  };

  it('has each field once, whatever the case', () => {
    expect(mapped.selected(['email', 'loyalty_tier__c', 'tier', 'Owner.Name'])).toEqual([
      'Id',
      'Email',
      'FirstName',
      'LastName',
      'Phone',
      'Company__c',
      'External_Id__c',
      'CreatedDate',
      'SystemModstamp',
      'loyalty_tier__c',
      'Owner.Name',
    ]);
  });

  it('has the account for a company, unless that is mapped', () => {
    expect(bare.contactOf(record, [])).toMatchObject({
      email: undefined,
      lastName: 'Lovelace',
      company: 'Analytical Engines',
      createdAt: undefined,
      updatedAt: new Date('2026-08-21T10:00:00Z'),
      raw: record,
    });
    expect(mapped.contactOf(record, []).company).toBe('Own Company');
  });

  it('has properties by the names that were asked for, and leaves objects to raw', () => {
    const asked = ['account.name', 'email', 'MailingAddress'];
    expect(bare.contactOf(record, asked).properties).toEqual({
      'account.name': 'Analytical Engines',
      email: null,
    });
  });
});
