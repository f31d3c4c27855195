import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { noConnections } from '../../../test/support/no-connections.js';
import {
  notificationXml,
  outboundMessage,
  salesforceSigner,
} from '../../../test/support/salesforce-webhooks.js';
import { InvalidSignatureError, MalformedWebhookError } from '../../contracts/webhooks.js';
import { readNotification } from './webhooks/outbound-message.js';
import { salesforceConfig } from './salesforce.config.js';
import type { SalesforceRecords } from './webhooks/records.js';
import { SalesforceWebhooks } from './salesforce.webhooks.js';

// What is looked at here is the door, where nothing is fetched.
const source = new SalesforceWebhooks(
  salesforceConfig.read(salesforceSigner.environment),
  undefined as unknown as SalesforceRecords,
  noConnections,
);

function verify(rawBody: Uint8Array, secrets = source.secrets, contentType = 'text/xml; charset=utf-8') {
  const headers = { 'content-type': contentType };
  const request = { method: 'POST', url: 'https://hooks.example', headers, rawBody, receivedAt: new Date() };
  return source.verify(request, secrets);
}

/** Why a message is refused. */
function fault(rawBody: Uint8Array, secrets?: readonly string[], contentType?: string): string {
  try {
    return `accepted ${verify(rawBody, secrets, contentType).length}`;
  } catch (error) {
    if (error instanceof InvalidSignatureError) return error.fault;
    if (error instanceof MalformedWebhookError) return error.code;
    throw error;
  }
}

describe('an outbound message', () => {
  it('is one event for each of its notifications, with the bytes of its own', () => {
    const notifications = [
      notificationXml({ id: '04lD000000000011AA', fields: '<sf:Name>Łódź &amp; Söhne</sf:Name>' }),
      notificationXml({ id: '04lD000000000012AA', type: 'Invoice__c' }).replaceAll('\n', '\r\n'),
      notificationXml({ id: '04lD000000000013AA', fields: '<sf:N><![CDATA[</Notification>]]></sf:N>' }),
    ];
    const events = verify(outboundMessage({ notifications }));
    expect(events.map(({ externalId, type }) => [externalId, type])).toEqual([
      ['04lD000000000011AA', 'outbound_message.Contact'],
      ['04lD000000000012AA', 'outbound_message.Invoice__c'],
      ['04lD000000000013AA', 'outbound_message.Contact'],
    ]);
    expect(events.map(({ rawBody }) => Buffer.from(rawBody).toString())).toEqual(notifications);
  });

  it('keeps its session to itself', () => {
    const [event] = verify(outboundMessage());
    expect(Buffer.from(event?.rawBody ?? '').toString()).not.toContain('session-of-the-message');
  });

  it('may have a hundred notifications, and no more', () => {
    const many = (count: number) =>
      outboundMessage({ notifications: Array.from({ length: count }, () => notificationXml()) });
    expect(fault(many(100))).toBe('accepted 100');
    expect(fault(many(101))).toBe('VALIDATION_ERROR');
    expect(fault(many(0))).toBe('VALIDATION_ERROR');
  });

  it('is read by whatever prefixes its namespaces have', () => {
    const prefixed = outboundMessage()
      .toString()
      .replaceAll(/(<\/?)(notifications|OrganizationId|Notification|Id|sObject)\b/g, '$1out:$2');
    expect(fault(Buffer.from(prefixed))).toBe('accepted 1');
  });

  it('hands on none of the fields that nobody proved', () => {
    const xml = notificationXml({ id: '04lD000000000011AA', fields: '<sf:Email>lie@example.com</sf:Email>' });
    expect(readNotification(Buffer.from(xml))).toEqual({
      id: '04lD000000000011AA',
      objectType: 'Contact',
      recordId: '003D000000QV9n2IAD',
    });
  });
});

describe('the organisation', () => {
  it('is told by the first 15 characters of its id, upper and lower case apart', () => {
    const message = outboundMessage({ organizationId: '00DD0000000FH8lMAG' });
    expect(fault(message, ['00DD0000000FH8l'])).toBe('accepted 1');
    expect(fault(outboundMessage({ organizationId: '00DD0000000FH8l' }), ['00DD0000000FH8lMAG'])).toBe(
      'accepted 1',
    );
    expect(fault(message, ['00DD0000000FH8L'])).toBe('mismatch');
    expect(fault(message, ['00DD0000000FH8', ''])).toBe('mismatch');
  });

  it.each([
    ['nothing', ''],
    ['JSON', '{"OrganizationId":"00DD0000000FH8lMAG"}'],
    ['another XML', '<Envelope><Body/></Envelope>'],
    ['a message that is cut off', outboundMessage().toString().slice(0, -20)],
    ['a message without an organisation', outboundMessage({ organizationId: '' }).toString()],
    [
      'a message in 17 levels',
      outboundMessage({ notifications: ['<a>'.repeat(17) + '</a>'.repeat(17)] }).toString(),
    ],
    [
      'a message with dangerous names',
      outboundMessage({ notifications: ['<__proto__>1</__proto__>'] }).toString(),
    ],
  ])('is missing from %s', (_what, body) => {
    expect(['missing', 'malformed']).toContain(fault(Buffer.from(body)));
  });

  it('is not looked for in what is not text/xml or not UTF-8', () => {
    expect(fault(outboundMessage(), undefined, 'application/json')).toBe('malformed');
    expect(fault(outboundMessage(), undefined, '')).toBe('missing');
    expect(fault(Buffer.concat([outboundMessage(), Buffer.from([0xff])]))).toBe('malformed');
  });
});

describe('what an attacker may try', () => {
  it.each([
    ['a file of ours', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '&x;'],
    ['a billion laughs', '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;">]>', '&x;'],
    ['another spelling', '<!doctype a [<!ENTITY x "y">]>', '&x;'],
  ])('has no entity for %s', (_what, doctype, value) => {
    const body = outboundMessage({ notifications: [notificationXml({ recordId: value })] }).toString();
    expect(fault(Buffer.from(body.replace('?>', `?>${doctype}`)))).toBe('malformed');
    expect(fault(Buffer.from(body))).toBe('VALIDATION_ERROR');
  });

  it.each([
    ['recordId', '../../query?q=SELECT+Id'],
    ['recordId', '003D000000QV9n2IAD/Owner'],
    ['type', 'Contact/describe'],
    ['id', '04l\n'],
  ])('has no %s like %s', (field, value) => {
    expect(fault(outboundMessage({ notifications: [notificationXml({ [field]: value })] }))).toBe(
      'VALIDATION_ERROR',
    );
  });

  it('has no bytes that are taken for something else than a refusal', () => {
    const fragment = fc.constantFrom(
      '<',
      '>',
      '/',
      'Notification',
      'Id',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '&x;',
      '"',
      ' ',
      'xmlns',
      '<a>',
      '\0',
    );
    fc.assert(
      fc.property(
        fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join('')),
        (junk) => {
          const body = outboundMessage({ notifications: [junk] });
          expect(['missing', 'malformed', 'VALIDATION_ERROR']).toContain(fault(body));
        },
      ),
    );
  });
});
