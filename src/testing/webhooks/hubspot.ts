import { createHmac, randomInt } from 'node:crypto';
import type { WebhookType } from '../../contracts/webhooks.js';
import { merged } from './overrides.js';
import { jsonBody, secretOf, type WebhookMaker } from './webhook-maker.js';

type Fields = Readonly<Record<string, unknown>>;

const OBJECTS = ['contact', 'company', 'deal', 'ticket', 'product', 'line_item', 'object'] as const;

const CHANGES: Readonly<Record<string, Fields>> = {
  creation: { changeFlag: 'NEW' },
  deletion: { changeFlag: 'DELETED' },
  restore: { changeFlag: 'RESTORED' },
  privacyDeletion: {},
  propertyChange: { propertyName: 'lifecyclestage', propertyValue: 'customer', sourceId: 'userId:42' },
  merge: { primaryObjectId: 126, mergedObjectIds: [127], newObjectId: 126, changeFlag: 'MERGED' },
  associationChange: {
    associationType: 'CONTACT_TO_COMPANY',
    fromObjectId: 123,
    toObjectId: 700,
    associationRemoved: false,
    isPrimaryAssociation: true,
  },
  newMessage: { messageId: 'testing-message', messageType: 'MESSAGE' },
};

/** The types of HubSpot's events, by what happens to each kind of object. */
const TYPES = [
  ...OBJECTS.flatMap((object) => [
    `${object}.creation` as const,
    `${object}.deletion` as const,
    `${object}.restore` as const,
    `${object}.propertyChange` as const,
    `${object}.merge` as const,
    `${object}.associationChange` as const,
  ]),
  'contact.privacyDeletion',
  'conversation.creation',
  'conversation.deletion',
  'conversation.privacyDeletion',
  'conversation.propertyChange',
  'conversation.newMessage',
] satisfies readonly WebhookType<'hubspot'>[];

/**
 * HubSpot, with signature v3: over method, address, body and time. The body is a list, with the one event in it.
 * @see https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
 */
export const hubspot: WebhookMaker = {
  types: TYPES,
  make(type, wishes, signing) {
    const body = jsonBody([merged(eventOf(type, signing.at), wishes)]);
    const timestamp = String(signing.at.getTime());
    const signature = createHmac('sha256', secretOf(signing, 'HUBSPOT_CLIENT_SECRET'))
      .update(`POST${signing.url}`)
      .update(body)
      .update(timestamp)
      .digest('base64');
    return {
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'HubSpot Connect 2.0',
        'X-HubSpot-Signature-v3': signature,
        'X-HubSpot-Request-Timestamp': timestamp,
      },
      body,
    };
  },
};

function eventOf(type: string, at: Date): Fields {
  const change = type.slice(type.indexOf('.') + 1);
  return {
    eventId: randomInt(1, 2 ** 40),
    subscriptionId: 12_345,
    portalId: 62_515,
    appId: 54_321,
    occurredAt: at.getTime(),
    subscriptionType: type,
    attemptNumber: 0,
    ...(change !== 'associationChange' && { objectId: randomInt(1, 2 ** 40) }),
    changeSource: 'CRM_UI',
    ...CHANGES[change],
  };
}
