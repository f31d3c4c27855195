import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Connections } from '../../connections/accounts/connections.service.js';
import type { CallOptions } from '../../contracts/calls.js';
import { NotConfiguredError, ResponseFormatError } from '../../contracts/errors.js';
import { runInCallScope } from '../../outbound/call-scope.js';
import { readJson } from '../../outbound/json.js';
import { Operation } from '../../outbound/operation.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { salesforceConfig, type SalesforceConfig } from './salesforce.config.js';
import { readRefusal, toIntegrationError } from './salesforce.errors.js';

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/api_rest_eol.htm */
const API_VERSION = 'v63.0';

const ABOUT = { provider: 'salesforce', operation: 'records.get' };
const ENDPOINT = `/services/data/${API_VERSION}/sobjects/:type/:id`;

/** What Salesforce says of a record that is not there, or that it does not show us. */
const GONE = new Set(['NOT_FOUND', 'ENTITY_IS_DELETED']);

const record = z.looseObject({
  attributes: z.looseObject({ type: z.string(), url: z.string() }),
  Id: z.string(),
});

/** A record, its fields by their API names. */
export type SalesforceRecord = z.output<typeof record>;

/** Records of an organisation. */
@Injectable()
export class SalesforceRecords {
  constructor(
    @Inject(salesforceConfig.token) private readonly config: SalesforceConfig,
    @InjectRoad('salesforce') private readonly road: Road,
    private readonly connections: Connections,
  ) {}

  /**
   * One record, with all fields that the app's user may see.
   * @param options of the call: `connectionId` for a connected organisation, `signal`
   * @returns `undefined` when it was deleted, or is hidden from that user
   * @throws NotConfiguredError without SALESFORCE_API_BASE_URL, SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET,
   *   unless it acts for a connected organisation
   * @throws IntegrationError for everything else that Salesforce refuses, and for what goes wrong on the way
   */
  find(type: string, id: string, options: CallOptions): Promise<SalesforceRecord | undefined> {
    const about = { ...ABOUT, defaultTimeoutMs: this.road.settings.timeoutMs };
    return Operation.run(about, options, async (operation) => {
      const baseUrl = await this.addressOf(options);
      const path = ['services', 'data', API_VERSION, 'sobjects', type, id].map(encodeURIComponent).join('/');
      const url = new URL(`${baseUrl}/${path}`);
      const response = await runInCallScope(operation.scope(ENDPOINT), () =>
        this.road.send({ method: 'GET', url, headers: { accept: 'application/json' } }),
      );
      return isGone(response) ? undefined : readRecord(response);
    });
  }

  /** Each organisation has its API at an address of its own. */
  private async addressOf({ connectionId }: CallOptions): Promise<string> {
    if (connectionId !== undefined) {
      const { account } = await this.connections.credential(connectionId, 'salesforce');
      return account.details['instance_url'] ?? this.road.settings.baseUrl;
    }
    if (this.config.client) return this.config.client.baseUrl;
    const message =
      'Salesforce is not configured: what an outbound message means must be read from its API. Set ' +
      'SALESFORCE_API_BASE_URL (https://YOUR-DOMAIN.my.salesforce.com), SALESFORCE_CLIENT_ID and ' +
      'SALESFORCE_CLIENT_SECRET, then replay the event.';
    throw new NotConfiguredError(message, ABOUT);
  }
}

/** By Salesforce's own word: a proxy's 404 says nothing about a record. */
function isGone(response: OutboundResponse): boolean {
  return response.status === 404 && GONE.has(readRefusal(response)?.errorCode ?? '');
}

function readRecord(response: OutboundResponse): SalesforceRecord {
  if (response.status !== 200) throw toIntegrationError(response, ABOUT);
  const result = record.safeParse(readJson(response, ABOUT));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') || 'body';
  throw new ResponseFormatError(
    `Salesforce answered ${ABOUT.operation} with no record: ${where} ${issue?.message}. Check SALESFORCE_API_BASE_URL.`,
    { ...ABOUT, status: 200 },
  );
}
