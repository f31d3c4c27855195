import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Connection } from '../../contracts/connections.js';
import { platformConfig } from '../../platform/config/platform.config.js';
import { connectConfig } from './connect.config.js';
import { ReturnTo, withConnection } from './return-to.js';

const ALLOWED = ['https://app.example.com', 'http://localhost:5173'];

const returnTo = (RETURN_TO_ALLOWLIST = ALLOWED.join(',')) =>
  new ReturnTo(
    connectConfig.read({ RETURN_TO_ALLOWLIST }),
    platformConfig.read({ PUBLIC_URL: 'https://hooks.example.com/below' }),
  );

/** Pieces of which open redirects are made. */
const PIECES = [
  ...'https: http: HTTPS: javascript: data: blob: // / \\ /\\ @ : :443 :5173'.split(' '),
  ...'app.example.com app.example.com.evil.test evil.test localhost [::1] 127.1 0x7f.1'.split(' '),
  ...'аpp.example.com app。example。com ａpp.example.com . .. %2f %5c %40 %00 user user:pass@'.split(' '),
  ...'? # ?a=b #fragment'.split(' '),
  '\t',
  '\n',
  '\0',
  ' ',
  '\u00a0',
  '\u202e',
  '\r\nLocation: https://evil.test',
];
const piece = fc.constantFrom(...PIECES);

const address = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.array(piece, { maxLength: 6 }).map((pieces) => `https://app.example.com${pieces.join('')}`),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.string({ unit: 'binary' }),
);

describe('Where a flow may lead in the end', () => {
  it.each([
    ['https://app.example.com', 'https://app.example.com/'],
    ['https://app.example.com/settings?tab=1#calls', 'https://app.example.com/settings?tab=1#calls'],
    ['HTTPS://APP.example.com:443/', 'https://app.example.com/'],
    ['http://localhost:5173/a/../b', 'http://localhost:5173/b'],
  ])('includes %s', (given, goesTo) => {
    expect(returnTo().allowed(given)).toBe(goesTo);
  });

  it.each([
    '',
    '/settings',
    '//app.example.com',
    '//evil.test',
    'https:app.example.com',
    'https:evil.test',
    'https:/app.example.com',
    'https:///app.example.com',
    'https:\\\\app.example.com',
    'https://app.example.com\\@evil.test',
    'https://app.example.com/\\evil.test',
    'https://app.example.com@evil.test',
    'https://evil.test@app.example.com',
    'https://@app.example.com/',
    'https://app.example.com.evil.test',
    'https://app.example.com:8443/',
    'http://app.example.com/',
    'http://localhost/',
    'https://app.example.com/\r\nSet-Cookie: a=b',
    'https://app.exam\tple.com/',
    ' https://app.example.com/',
    'https://аpp.example.com/', // a Cyrillic а
    'https://ａpp.example.com/', // full width: URL would make an ASCII a of it
    'https://app。example.com/',
    'javascript:alert(1)//https://app.example.com',
    'data:text/html,hi',
    'blob:https://app.example.com/1',
    'https://hooks.example.com/', // ours, when others are named
    `https://app.example.com/${'a'.repeat(2000)}`,
  ])('excludes %j', (given) => {
    expect(() => returnTo().allowed(given)).toThrow('return_to');
  });

  it('is never anywhere else, whatever is asked for', () => {
    const rule = returnTo();
    fc.assert(
      fc.property(address, (given) => {
        let goesTo: string;
        try {
          goesTo = rule.allowed(given);
        } catch {
          return;
        }
        const withIds = withConnection(goesTo, { id: 'c1', provider: 'slack' } as Connection);
        for (const sent of [goesTo, withIds]) {
          const url = new URL(sent, 'https://hooks.example.com/connect/callback');
          expect(ALLOWED).toContain(url.origin);
          expect(`${url.username}${url.password}`).toBe('');
          expect(sent).toMatch(/^[\x21-\x7e]+$/);
          expect(sent).not.toContain('\\');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("is Hookline's own address where none is named", () => {
    expect(returnTo('').allowed('https://hooks.example.com/anywhere')).toBe(
      'https://hooks.example.com/anywhere',
    );
    expect(() => returnTo('').allowed('https://app.example.com/')).toThrow('return_to');
  });

  it('tells which connection it was, beside what the product has put there', () => {
    const connection = { id: 'c1', provider: 'slack' } as Connection;
    expect(withConnection('https://app.example.com/a?b=c&provider=x#d', connection)).toBe(
      'https://app.example.com/a?b=c&provider=slack&connection_id=c1#d',
    );
  });
});

describe('The settings of the pages', () => {
  it.each([
    { RETURN_TO_ALLOWLIST: 'https://app.example.com/path' },
    { RETURN_TO_ALLOWLIST: 'http://app.example.com' },
    { RETURN_TO_ALLOWLIST: '*' },
    { RETURN_TO_ALLOWLIST: 'https://user@app.example.com' },
    { PRODUCT_COLOR: 'red' },
    { PRODUCT_COLOR: '#fff;}body{display:none' },
    { PRODUCT_NAME: 'x'.repeat(61) },
  ])('refuse %j', (environment) => {
    expect(() => connectConfig.read(environment)).toThrow(Object.keys(environment)[0]);
  });
});
