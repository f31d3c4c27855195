import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { pathTemplate } from './path-template.js';

describe('the template of a path', () => {
  it.each([
    ['/v1/payment_intents/pi_3NabcDEF0123456789/capture', '/v1/payment_intents/:id/capture'],
    ['/v1/customers/cus_9s6XKzkNRiz8i3', '/v1/customers/:id'],
    ['/v1/credit_applications/app_registrations', '/v1/credit_applications/app_registrations'],
    ['/api/chat.postMessage', '/api/chat.postMessage'],
    ['/api/users/C024BE91L', '/api/users/:id'],
    ['/oauth2/v1/token', '/oauth2/v1/token'],
    ['/calendar/v3/calendars/ada@example.com/events', '/calendar/v3/calendars/:id/events'],
    ['/calendar/v3/calendars/ada%40example.com/events', '/calendar/v3/calendars/:id/events'],
    ['/services/data/v59.0/sobjects/Contact/0035e00000ABCDEAA2', '/services/data/v59.0/sobjects/Contact/:id'],
    ['/crm/v3/objects/contacts/batch/upsert', '/crm/v3/objects/contacts/batch/upsert'],
    ['/v1beta1/values:batchUpdate', '/v1beta1/values:batchUpdate'],
    ['/createOrUpdateCustomer', '/createOrUpdateCustomer'],
    ['/rates/2026-11-21', '/rates/:id'],
    ['/files/deadbeef', '/files/:id'],
    ['/download/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '/download/:id'],
    ['/a/b?token=secret', '/a/b'],
    ['/a/b#token=secret', '/a/b'],
    ['/', '/'],
    ['', '/'],
    ['/a/b/', '/a/b/'],
    ['/a/b/c/d/e/f/g/h/i/j', '/a/b/c/d/e/f/g/h/*'],
  ])('of %s is %s', (path, template) => {
    expect(pathTemplate(path)).toBe(template);
  });

  const digits = fc.stringMatching(/^\d{1,20}$/);
  const hex = fc.stringMatching(/^[0-9a-f]{8,64}$/);
  const prefixed = fc
    .tuple(fc.stringMatching(/^[a-z]{2,8}$/), fc.stringMatching(/^[A-Za-z]{0,10}\d[A-Za-z0-9]{8,20}$/))
    .map((parts) => parts.join('_'));
  const longToken = fc.stringMatching(/^[\w-]{33,200}$/);

  it.each<[string, fc.Arbitrary<string>]>([
    ['a number', digits],
    ['a UUID', fc.uuid()],
    ['a hash', hex],
    ['a prefixed id', prefixed],
    ['a long token', longToken],
    ['an e-mail address', fc.emailAddress().filter((address) => !/[?#/]/.test(address))],
  ])('never shows %s', (_name, id) => {
    fc.assert(
      fc.property(id, (value) => {
        expect(pathTemplate(`/v1/things/${value}/parts`)).toBe('/v1/things/:id/parts');
      }),
    );
  });

  it('is short, has no query, and is the template of itself but for its placeholders', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
        const template = pathTemplate(`${path}?${query}`);
        expect(template.length).toBeLessThanOrEqual(300);
        expect(template).toMatch(/^\/[\w.~:*/-]*$/);
        expect(template).toBe(pathTemplate(path));
      }),
    );
  });
});
