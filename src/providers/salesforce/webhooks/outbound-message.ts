import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { InvalidSignatureError, MalformedWebhookError } from '../../../contracts/webhooks.js';

/** Salesforce puts no more into one message. */
const MAX_NOTIFICATIONS = 100;

/** A message has seven levels. */
const MAX_DEPTH = 16;

/** Entities stay as they are written: none of what is read here has any, and none of them may grow. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  maxNestedTags: MAX_DEPTH,
  captureMetaData: true,
  isArray: (name) => name === 'Notification',
});

/** The parser's declarations call it a `Symbol`, the object. */
const PLACE = XMLParser.getMetaDataSymbol() as symbol;

const place = z.object({ startIndex: z.number(), endIndex: z.number() });

/** Where in the text an element is. */
const placed = z
  .custom<Record<symbol, unknown>>((element) => typeof element === 'object' && element !== null)
  .transform((element) => place.parse(element[PLACE]));

const envelope = <Shape extends z.ZodRawShape>(notifications: Shape) =>
  z.object({ Envelope: z.object({ Body: z.object({ notifications: z.object(notifications) }) }) });

const id = z.string().regex(/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/, 'must be an id of Salesforce');

const sender = envelope({ OrganizationId: id });
const content = envelope({ Notification: z.array(placed).min(1).max(MAX_NOTIFICATIONS) });

const share = z.object({
  Notification: z.tuple([
    z.object({
      Id: id,
      sObject: z.object({
        '@type': z.string().regex(/^(?:\w+:)?[A-Za-z]\w{0,79}$/, 'must be an object’s API name'),
        Id: id,
      }),
    }),
  ]),
});

/**
 * That something happened to a record. The fields that Salesforce writes into its messages are left out: nothing proves
 * them, and the record itself is at hand.
 */
export interface SalesforceNotification {
  /** The notification's own id. */
  id: string;
  /** The API name of the record's object: `Contact`, `Invoice__c`. */
  objectType: string;
  recordId: string;
}

/** A message whose sender is known, and which is not read any further before that. */
export interface OutboundMessage {
  organizationId: string;
  /**
   * The bytes of each `<Notification>`, as they came.
   * @throws MalformedWebhookError when there is none, or more than a hundred
   */
  notifications(): readonly Uint8Array[];
}

/**
 * Reads who a SOAP message says that it is from.
 * @throws InvalidSignatureError when it does not say that, or is no XML, or has a document type (SOAP 1.1, section 3,
 *   forbids one): nobody has proved to be Salesforce by then
 */
export function readMessage(rawBody: Uint8Array): OutboundMessage {
  const text = decode(rawBody);
  const message = parse(text);
  const result = sender.safeParse(message);
  if (!result.success) {
    throw new InvalidSignatureError(
      'missing',
      'The body is not an outbound message: it has no OrganizationId.',
    );
  }
  return {
    organizationId: result.data.Envelope.Body.notifications.OrganizationId,
    notifications: () =>
      check(content, message).Envelope.Body.notifications.Notification.map(({ startIndex, endIndex }) =>
        Buffer.from(text.slice(startIndex, endIndex)),
      ),
  };
}

/**
 * Reads one `<Notification>`.
 * @throws MalformedWebhookError
 */
export function readNotification(bytes: Uint8Array): SalesforceNotification {
  const [notification] = check(share, parse(decode(bytes))).Notification;
  const { '@type': type, Id: recordId } = notification.sObject;
  return { id: notification.Id, objectType: type.slice(type.indexOf(':') + 1), recordId };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidSignatureError('malformed', 'The body is not an outbound message: it is not UTF-8.', {
      cause,
    });
  }
}

function parse(text: string): unknown {
  if (/<!doctype/i.test(text)) {
    throw new InvalidSignatureError(
      'malformed',
      'The body is not an outbound message: it has a document type.',
    );
  }
  try {
    return parser.parse(text, true);
  } catch (cause) {
    throw new InvalidSignatureError('malformed', 'The body is not an outbound message: it is not XML.', {
      cause,
    });
  }
}

function check<Output>(schema: z.ZodType<Output>, message: unknown): Output {
  const result = schema.safeParse(message);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message: what }) => `${path.join('.')} ${what}`).join('; ');
  throw new MalformedWebhookError('VALIDATION_ERROR', `The outbound message cannot be read: ${issues}.`);
}
