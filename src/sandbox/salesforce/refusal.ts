/** One error of Salesforce's. */
export interface ApiError {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
}

/** A request that Salesforce refuses, with its status. */
export class SalesforceRefusal extends Error {
  readonly errors: readonly ApiError[];

  constructor(
    readonly status: number,
    ...errors: readonly ApiError[]
  ) {
    super(errors[0]?.message);
    this.errors = errors;
  }
}

/** An error about a record alone: in a collection it concerns none of the others. */
export class RecordRefusal extends SalesforceRefusal {
  constructor(errorCode: string, message: string, fields: readonly string[] = []) {
    super(errorCode === 'ENTITY_IS_DELETED' ? 404 : 400, { message, errorCode, fields });
  }
}

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm */
export function notFound(): SalesforceRefusal {
  return new SalesforceRefusal(404, {
    errorCode: 'NOT_FOUND',
    message: 'The requested resource does not exist',
  });
}
