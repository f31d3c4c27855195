import { recordId } from './record-ids.js';
import type { RecordRow } from './record-row.js';
import type { Records } from './records.js';
import { SalesforceRefusal } from './refusal.js';
import { runSoql } from './soql-run.js';

/** How many records one answer holds, unless a request asks for fewer. */
const BATCH_SIZE = { least: 200, most: 2_000 };

interface OpenQuery {
  readonly organization: string;
  readonly rows: readonly RecordRow[];
  readonly show: (row: RecordRow, version: string) => object;
}

/** Queries of one object, and those that have more to give. They are forgotten when the sandbox stops. */
export class Queries {
  private readonly open = new Map<string, OpenQuery>();

  constructor(private readonly records: Records) {}

  /**
   * The first records of a query.
   * @param options the header `Sforce-Query-Options`
   * @throws SalesforceRefusal for what is no query
   */
  start(organization: string, version: string, soql: string, options: string | undefined): object {
    const query = { organization, ...runSoql(this.records, organization, soql) };
    const id = recordId('01g', this.open.size + 1);
    this.open.set(id, query);
    return this.page(id, query, version, 0, batchSize(options));
  }

  /**
   * The next records of a query.
   * @param locator the end of an earlier answer's `nextRecordsUrl`
   * @throws SalesforceRefusal for a locator that leads nowhere
   */
  next(organization: string, version: string, locator: string, options: string | undefined): object {
    const [id = '', start = ''] = locator.split('-');
    const query = this.open.get(id);
    if (query?.organization === organization && /^\d+$/.test(start)) {
      return this.page(id, query, version, Number(start), batchSize(options));
    }
    const message = 'invalid query locator';
    throw new SalesforceRefusal(400, { message, errorCode: 'INVALID_QUERY_LOCATOR' });
  }

  private page(id: string, { rows, show }: OpenQuery, version: string, start: number, size: number): object {
    const end = start + size;
    const done = end >= rows.length;
    if (done) this.open.delete(id);
    return {
      totalSize: rows.length,
      done,
      ...(!done && { nextRecordsUrl: `/services/data/${version}/query/${id}-${end}` }),
      records: rows.slice(start, end).map((row) => show(row, version)),
    };
  }
}

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_queryoptions.htm */
function batchSize(options: string | undefined): number {
  const [, wished] = /\bbatchSize=(\d+)/.exec(options ?? '') ?? [];
  const { least, most } = BATCH_SIZE;
  return wished === undefined ? most : Math.min(most, Math.max(least, Number(wished)));
}
