import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readDeprecation } from './deprecation-headers.js';

const ORIGIN = 'https://api.acme.com';
const read = (headers: Record<string, string>) => readDeprecation(headers, ORIGIN);
const deprecatedAt = (deprecation: string) => read({ deprecation })?.deprecatedAt?.toISOString();
const sunsetAt = (sunset: string) => read({ sunset })?.sunsetAt?.toISOString();
const linkOf = (link: string) => read({ deprecation: 'true', link })?.link;

describe('Deprecation', () => {
  it.each([
    ['@1688169599', '2023-06-30T23:59:59.000Z'],
    [' @1688169599 ;note="moved"', '2023-06-30T23:59:59.000Z'],
    ['@1688169599, @1', '2023-06-30T23:59:59.000Z'],
    ['@0', '1970-01-01T00:00:00.000Z'],
    ['Sun, 11 Nov 2018 23:59:59 GMT', '2018-11-11T23:59:59.000Z'],
    ['Sun, 11 Nov 2018 23:59:59 GMT, Mon, 12 Nov 2018 23:59:59 GMT', '2018-11-11T23:59:59.000Z'],
    ['Sunday, 11-Nov-18 23:59:59 GMT', '2018-11-11T23:59:59.000Z'],
  ])('%s is a date', (header, date) => {
    expect(deprecatedAt(header)).toBe(date);
  });

  it.each(['true', 'True', ' true '])('%s tells no date', (deprecation) => {
    expect(read({ deprecation })).toEqual({
      deprecatedAt: undefined,
      sunsetAt: undefined,
      link: undefined,
    });
  });

  it.each([
    '',
    'false',
    '?0',
    'yes',
    '1688169599',
    '@',
    '@-1',
    '@1688169599.5',
    '@999999999999999',
    '@9999999999999999999999',
    '@1 @2',
    'Sun, 31 Feb 2018 23:59:59 GMT',
    '2018-11-11',
  ])('"%s" tells nothing', (deprecation) => {
    expect(read({ deprecation })).toBeUndefined();
  });
});

describe('Sunset', () => {
  it('is a date', () => {
    expect(sunsetAt('Sat, 31 Dec 2033 23:59:59 GMT')).toBe('2033-12-31T23:59:59.000Z');
  });

  it.each(['', 'true', '@1688169599', '2033-12-31', 'Sat, 31 Dec 2033 23:59:59 CET', 'soon'])(
    '"%s" tells nothing',
    (sunset) => {
      expect(read({ sunset })).toBeUndefined();
    },
  );

  it('that cannot be read takes nothing from what Deprecation tells, nor the other way round', () => {
    const date = new Date('2033-12-31T23:59:59Z');
    expect(read({ deprecation: 'true', sunset: 'soon' })).toMatchObject({ sunsetAt: undefined });
    expect(read({ deprecation: 'soon', sunset: date.toUTCString() })).toMatchObject({ sunsetAt: date });
  });
});

describe('Link', () => {
  it.each([
    ['<https://acme.com/v1-ends>; rel="deprecation"; type="text/html"', 'https://acme.com/v1-ends'],
    ['<https://acme.com/v1-ends>;rel=sunset', 'https://acme.com/v1-ends'],
    ['</changes#v1>; REL="Deprecation"', 'https://api.acme.com/changes#v1'],
    ['<https://acme.com/a>; rel="sunset", <https://acme.com/b>; rel="deprecation"', 'https://acme.com/b'],
    ['<https://acme.com/p2>; rel="next", <https://acme.com/a>; rel="help sunset"', 'https://acme.com/a'],
    ['<https://acme.com/a>; title="a <b>, c; \\"d"; rel=deprecation', 'https://acme.com/a'],
    ['<https://acme.com/a>; rel=deprecation, <https://acme.com/b>; rel=deprecation', 'https://acme.com/a'],
    ['<https://ada:secret@acme.com/a>; rel=deprecation', 'https://acme.com/a'],
    [
      '<https://acme.com/a?access_token=hunter2hunter2>; rel=deprecation',
      'https://acme.com/a?access_token=[redacted]',
    ],
  ])('%s leads to %s', (header, link) => {
    expect(linkOf(header)).toBe(link);
  });

  it.each([
    '',
    '<https://acme.com/p2>; rel="next"',
    '<javascript:alert(1)>; rel="deprecation"',
    '<data:text/html,x>; rel="deprecation"',
    '<>; rel="deprecation"',
    '<https://>; rel="deprecation"',
    '<https://acme.com/a; rel="deprecation"',
    `<https://acme.com/${'a'.repeat(3_000)}>; rel="deprecation"`,
    'https://acme.com; rel="deprecation"',
  ])('%s leads nowhere', (header) => {
    expect(read({ deprecation: 'true', link: header })).toMatchObject({ link: undefined });
  });

  it('alone tells nothing', () => {
    expect(read({ link: '<https://acme.com/policy>; rel="deprecation"' })).toBeUndefined();
  });
});

describe('Whatever a provider sends', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '@',
      '<',
      '>',
      ';',
      ',',
      '"',
      '\\',
      '=',
      ' ',
      'rel',
      'deprecation',
      'true',
      'GMT',
      'https://',
    ),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    fc.string({ unit: 'binary' }),
  );
  const header = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  it('nothing is thrown, dates can be stored, and a link is one for people', () => {
    fc.assert(
      fc.property(header, header, header, (deprecation, sunset, link) => {
        const told = read({ deprecation, sunset, link });
        const dates = [told?.deprecatedAt, told?.sunsetAt].filter((date) => date !== undefined);
        expect(dates.filter((date) => !/^\d{4}-/.test(date.toISOString()))).toEqual([]);
        expect(told?.link ?? ORIGIN).toMatch(/^https?:\/\//);
      }),
    );
  });

  it.each(['<', '<a>;', '<a>;"', '<a>; rel', '\\"', ' ', ',', '@1', 'Sun, '])(
    'a header of many "%s" takes no time',
    (text) => {
      const long = text.repeat(16_384 / text.length);
      const before = performance.now();
      read({ deprecation: `${long}x`, sunset: `${long}x`, link: `${long}x` });
      expect(performance.now() - before).toBeLessThan(500);
    },
  );
});
