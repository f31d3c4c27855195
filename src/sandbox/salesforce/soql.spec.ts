import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { all, anywhere, field, fields, soql } from '../../providers/salesforce/contacts/soql.js';
import { SalesforceRefusal } from './refusal.js';
import { parseSoql } from './soql-parser.js';

/** Any text, and what means something in a query more often than chance has it. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '\\',
        "\\'",
        '"',
        '%',
        '_',
        '\n',
        '\u0000',
        '\ud800',
        ' OR ',
        ')',
        ',',
        'u0027',
        '--',
        '😀',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

/** As it comes out of an address. */
const travelled = (text: string) => new URLSearchParams(new URLSearchParams({ q: text }).toString()).get('q');

const conditionOf = (text: string) => parseSoql(travelled(text) ?? '').where;

describe('whatever the value, the query stays the same', () => {
  it('with a text', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const query = soql`SELECT Id FROM Contact WHERE ${field('LastName')} = ${value} ORDER BY Id LIMIT 2`;
        expect(parseSoql(travelled(query.text) ?? '')).toEqual({
          fields: ['Id'],
          object: 'Contact',
          where: { kind: 'compare', path: 'LastName', operator: '=', value: { kind: 'string', value } },
          orderBy: [{ path: 'Id', descending: false }],
          limit: 2,
        });
      }),
    );
  });

  it('with a list of texts', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), (values) => {
        expect(conditionOf(soql`SELECT Id FROM Contact WHERE Email IN ${values}`.text)).toEqual({
          kind: 'in',
          path: 'Email',
          values: values.map((value) => ({ kind: 'string', value })),
        });
      }),
    );
  });

  it('with a text to look for, which finds itself anywhere and nothing else', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.string(), (value, other, around) => {
        const condition = conditionOf(soql`SELECT Id FROM Contact WHERE Name LIKE ${anywhere(value)}`.text);
        if (condition?.kind !== 'like') throw new Error('The condition has become another one.');
        expect(condition.path).toBe('Name');
        expect(condition.pattern.test(`${around}${value}${around}`)).toBe(true);
        fc.pre(!other.toLowerCase().includes(value.toLowerCase()) && !/[^\0-\x7f]/.test(value + other));
        expect(condition.pattern.test(other)).toBe(false);
      }),
    );
  });

  it('with several values at once', () => {
    fc.assert(
      fc.property(
        hostile,
        hostile,
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
        (one, two, at) => {
          const conditions = [soql`Email = ${one}`, soql`LastName != ${two}`, soql`SystemModstamp >= ${at}`];
          const compare = (path: string, operator: string, value: object) => ({
            kind: 'compare',
            path,
            operator,
            value,
          });
          expect(conditionOf(soql`SELECT Id FROM Contact WHERE ${all(conditions)}`.text)).toEqual({
            kind: 'all',
            conditions: [
              compare('Email', '=', { kind: 'string', value: one }),
              compare('LastName', '!=', { kind: 'string', value: two }),
              compare('SystemModstamp', '>=', { kind: 'time', value: at.getTime() }),
            ],
          });
        },
      ),
    );
  });
});

it('writes booleans, whole numbers and null as they are', () => {
  const query = soql`SELECT ${fields(['Id', 'Account.Name'])} FROM Contact WHERE IsDeleted = ${false} AND Orders__c > ${-3} AND Email != ${null}`;
  expect(query.text).toBe(
    'SELECT Id, Account.Name FROM Contact WHERE IsDeleted = false AND Orders__c > -3 AND Email != null',
  );
});

it('has no name of a field that is anything else', () => {
  fc.assert(
    fc.property(hostile, (name) => {
      fc.pre(!/^[A-Za-z]\w*$/.test(name));
      expect(() => field(name)).toThrow('not the name of a field');
    }),
  );
  for (const name of ['Id FROM Contact', 'Email--', 'Account..Name', '.Name', '1st', 'x'.repeat(81)]) {
    expect(() => fields(['Id', name])).toThrow('not the name of a field');
  }
});

it('has no value that Salesforce would not take', () => {
  expect(() => soql`SELECT Id FROM Contact LIMIT ${0.5}`).toThrow('whole');
  expect(() => soql`SELECT Id FROM Contact WHERE Email IN ${[]}`).toThrow('hold something');
  expect(() => soql`SELECT Id FROM Contact WHERE CreatedDate > ${new Date(Number.NaN)}`).toThrow(
    'Invalid time',
  );
});

describe('the parser', () => {
  it.each([
    '',
    'SELECT',
    'SELECT FROM Contact',
    'SELECT Id FROM',
    'SELECT Id FROM Contact WHERE',
    "SELECT Id FROM Contact WHERE Name IS 'x'",
    "SELECT Id FROM Contact WHERE Name = 'it's'",
    "SELECT Id FROM Contact WHERE Name = 'open",
    "SELECT Id FROM Contact WHERE Name = 'a\\z'",
    "SELECT Id FROM Contact WHERE Name = 'a' OR Name = 'b' AND Name = 'c'",
    'SELECT Id FROM Contact WHERE Name IN ()',
    'SELECT Id FROM Contact LIMIT x',
    'SELECT Id FROM Contact; DROP',
    'SELECT Id FROM Contact LIMIT 1 WHERE Id = null',
  ])('refuses %p', (text) => {
    expect(() => parseSoql(text)).toThrow(SalesforceRefusal);
    expect(() => parseSoql(text)).toThrow(/ERROR at Row:1:Column:\d+/);
  });

  it('reads parentheses, negations, orders and any spelling of its words', () => {
    const query = parseSoql(
      "select Id, Account.Name from Contact where (Email = 'a' or not Email in ('b')) and Name not in ('c') order by Name desc, Id asc limit 5",
    );
    expect(query).toMatchObject({
      fields: ['Id', 'Account.Name'],
      where: { kind: 'all', conditions: [{ kind: 'any' }, { kind: 'not', condition: { kind: 'in' } }] },
      orderBy: [
        { path: 'Name', descending: true },
        { path: 'Id', descending: false },
      ],
      limit: 5,
    });
  });
});
