import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi, type ApiCall, type ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { DATA } from './salesforce.api-version.js';
import { salesforceConfig, type SalesforceConfig } from './salesforce.config.js';
import { refusalOf } from './salesforce.errors.js';
import { Soql } from './contacts/soql.js';

const MISSING =
  'No Salesforce organisation was named, and none is configured. Set SALESFORCE_API_BASE_URL ' +
  '(https://YOUR-DOMAIN.my.salesforce.com), SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET, or name a connection ' +
  '(connection_id) or its tenant.';

/** A record, its fields by their API names. */
export const salesforceRecord = z.looseObject({
  attributes: z.looseObject({ type: z.string(), url: z.string() }),
  Id: z.string(),
});

/** A record, its fields by their API names. */
export type SalesforceRecord = z.output<typeof salesforceRecord>;

/** The place in a query's records at which to go on. Of what Salesforce says, only that is believed, and no address. */
const queryLocator = z
  .string()
  .regex(/^\/services\/data\/v[\d.]+\/query\/[\w-]+$/)
  .transform((address) => new QueryLocator(address.slice(address.lastIndexOf('/') + 1)));

const queryAnswer = z.discriminatedUnion('done', [
  z.object({ done: z.literal(true), records: z.array(salesforceRecord) }),
  z.object({ done: z.literal(false), records: z.array(salesforceRecord), nextRecordsUrl: queryLocator }),
]);

/** Where a query goes on that has more records than one answer holds. */
export class QueryLocator {
  constructor(readonly id: string) {}
}

/** Some records of a query: as many as Salesforce puts into one answer, 2,000 at most. */
export interface QueryPage {
  readonly records: readonly SalesforceRecord[];
  /** `undefined` after the last. */
  readonly next: QueryLocator | undefined;
}

/** Salesforce's REST API on our road out, for connected organisations and for that of the environment variables. */
@Injectable()
export class SalesforceClient {
  private readonly api: ProviderApi;

  constructor(
    @Inject(salesforceConfig.token) { client }: SalesforceConfig,
    @InjectRoad('salesforce') road: Road,
    connections: Connections,
  ) {
    this.api = new ProviderApi({
      road,
      connections,
      title: 'Salesforce',
      baseUrlVariable: 'SALESFORCE_API_BASE_URL',
      missing: client ? undefined : MISSING,
      refusalOf,
      // Each organisation has its API at an address of its own.
      baseUrlOf: async ({ connectionId }) => {
        if (connectionId === undefined) return road.settings.baseUrl;
        const { account } = await connections.credential(connectionId, 'salesforce');
        return account.details['instance_url'] ?? road.settings.baseUrl;
      },
    });
  }

  /** Whether the environment has an account to call for where no connection is named. */
  get configured(): boolean {
    return this.api.configured;
  }

  /** Runs one operation of several calls. @throws what {@link ProviderApi.perform} throws */
  perform<T>(
    operation: string,
    options: CallOptions,
    work: (salesforce: SalesforceOperation) => Promise<T>,
  ): Promise<T> {
    return this.api.perform(operation, options, (api) => work(new SalesforceOperation(api)));
  }

  /** Makes one call, as an operation of its own. @throws what {@link ApiOperation.call} throws */
  call<Answer>(operation: string, call: ApiCall<Answer>, options: CallOptions): Promise<Answer> {
    return this.api.call(operation, call, options);
  }
}

/** One operation at Salesforce. */
export class SalesforceOperation {
  constructor(private readonly api: ApiOperation) {}

  /** @see ApiOperation.signal */
  get signal(): AbortSignal {
    return this.api.signal;
  }

  /** The connected organisation that it acts for. */
  get connectionId(): string | undefined {
    return this.api.connectionId;
  }

  /** Provider and operation, as every error wants them. */
  describe(): { provider: string; operation: string } {
    return this.api.describe();
  }

  /** Makes one call. @throws what {@link ApiOperation.call} throws */
  call<Answer>(call: ApiCall<Answer>): Promise<Answer> {
    return this.api.call(call);
  }

  /** The first records of a query, or the next ones. @throws what {@link call} throws */
  async page(from: Soql | QueryLocator): Promise<QueryPage> {
    const request =
      from instanceof Soql
        ? { path: `${DATA}/query`, query: { q: from.text } }
        : { path: `${DATA}/query/:locator`, params: { locator: from.id } };
    const page = await this.call({ method: 'GET', ...request, answer: queryAnswer });
    return { records: page.records, next: page.done ? undefined : page.nextRecordsUrl };
  }

  /** All records of a query, in as many calls as Salesforce wants. @throws what {@link call} throws */
  async records(query: Soql): Promise<readonly SalesforceRecord[]> {
    const records: SalesforceRecord[] = [];
    for (let from: Soql | QueryLocator | undefined = query; from;) {
      const page: QueryPage = await this.page(from);
      records.push(...page.records);
      from = page.next;
    }
    return records;
  }
}
