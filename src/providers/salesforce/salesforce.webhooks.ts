import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { actingForWebhook } from '../../connections/providers/webhook-account.js';
import {
  InvalidSignatureError,
  type StoredWebhook,
  type WebhookAnswer,
  type WebhookEnvelope,
  type WebhookRequest,
  type WebhookSource,
} from '../../contracts/webhooks.js';
import { WebhookSourceFacet } from '../../platform/facets/facets.js';
import { requiredHeader } from '../../webhooks/verification/headers.js';
import { matchesAny } from '../../webhooks/verification/signatures.js';
import { salesforceConfig, type SalesforceConfig } from './salesforce.config.js';
import { readMessage, readNotification, type SalesforceNotification } from './webhooks/outbound-message.js';
import type { SalesforceRecord } from './salesforce.client.js';
import { SalesforceRecords } from './webhooks/records.js';

/** What handlers get. */
interface SalesforceOutboundMessage {
  notification: SalesforceNotification;
  /** The record as it is now, by Salesforce's API; `null` when it was deleted, or is hidden from the app's user. */
  record: SalesforceRecord | null;
}

declare module '../../contracts/webhooks.js' {
  interface WebhookEventTypes {
    /** By the API name of the record's object: `outbound_message.Contact`, `outbound_message.Invoice__c`. */
    salesforce: { [Type in `outbound_message.${string}`]: SalesforceOutboundMessage };
  }
}

/** Ids are 15 characters; the other three only restate their case for programs that cannot tell it. */
const ID_LENGTH = 15;

const ACKNOWLEDGEMENT =
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>' +
  '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>' +
  '</soapenv:Body></soapenv:Envelope>';

/**
 * Outbound messages of Salesforce. They are not signed, and name an organisation's id, which is no secret: they are a
 * hint to look, and handlers are given what Salesforce's API says.
 * @see https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging_notifications.htm
 */
@Injectable()
@WebhookSourceFacet('salesforce')
export class SalesforceWebhooks implements WebhookSource {
  readonly secretVariable = 'SALESFORCE_ORGANIZATION_IDS';

  constructor(
    @Inject(salesforceConfig.token) private readonly config: SalesforceConfig,
    private readonly records: SalesforceRecords,
    @Inject(Connections) private readonly connections: Pick<Connections, 'get'>,
  ) {}

  get secrets(): readonly string[] {
    return this.config.organizationIds;
  }

  verify({ headers, rawBody }: WebhookRequest, secrets: readonly string[]): readonly WebhookEnvelope[] {
    if (!/^text\/xml\s*(;|$)/i.test(requiredHeader(headers, 'Content-Type'))) {
      throw new InvalidSignatureError(
        'malformed',
        'The body is not an outbound message: it is not text/xml.',
      );
    }
    const message = readMessage(rawBody);
    if (!matchesAny([significant(message.organizationId)], secrets.map(significant))) {
      throw new InvalidSignatureError('mismatch', 'The message is not from an organisation of ours.');
    }
    return message.notifications().map((bytes) => {
      const { id, objectType } = readNotification(bytes);
      return {
        externalId: id,
        type: `outbound_message.${objectType}`,
        occurredAt: undefined,
        rawBody: bytes,
      };
    });
  }

  /** Without it Salesforce sends the message again, for a day. */
  answer(): WebhookAnswer {
    return { contentType: 'text/xml; charset=utf-8', body: ACKNOWLEDGEMENT };
  }

  /** As much of the payload as is there without asking: enough to order events by their record. */
  parse({ rawBody }: StoredWebhook): { notification: SalesforceNotification } {
    return { notification: readNotification(rawBody) };
  }

  /** @throws whatever {@link SalesforceRecords.find} throws */
  async fetchState(event: StoredWebhook, signal: AbortSignal): Promise<SalesforceOutboundMessage> {
    const { notification } = this.parse(event);
    const acting = await actingForWebhook('salesforce', event, this.connections);
    const record = await this.records.find(notification.objectType, notification.recordId, {
      ...acting,
      signal,
    });
    return { notification, record: record ?? null };
  }
}

function significant(id: string): Buffer {
  return Buffer.from(id.slice(0, ID_LENGTH));
}
