import { Injectable } from '@nestjs/common';
import type { CallOptions } from '../../../contracts/calls.js';
import { NotFoundError } from '../../../contracts/errors.js';
import { DATA } from '../salesforce.api-version.js';
import { SalesforceClient, salesforceRecord, type SalesforceRecord } from '../salesforce.client.js';

const OPERATION = 'records.get';

/** Records of an organisation. */
@Injectable()
export class SalesforceRecords {
  constructor(private readonly salesforce: SalesforceClient) {}

  /**
   * One record, with all fields that the app's user may see.
   * @param options of the call: `connectionId` for a connected organisation, `signal`
   * @returns `undefined` when it was deleted, or is hidden from that user
   * @throws NotConfiguredError without SALESFORCE_API_BASE_URL, SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET,
   *   unless it acts for a connected organisation
   * @throws IntegrationError for everything else that Salesforce refuses, and for what goes wrong on the way
   */
  async find(type: string, id: string, options: CallOptions): Promise<SalesforceRecord | undefined> {
    try {
      return await this.salesforce.call(
        OPERATION,
        {
          method: 'GET',
          path: `${DATA}/sobjects/:type/:id`,
          params: { type, id },
          answer: salesforceRecord,
        },
        options,
      );
    } catch (error) {
      // By Salesforce's own word: a connection that is not there is an error.
      if (error instanceof NotFoundError && error.status === 404) return undefined;
      throw error;
    }
  }
}
