/** Where the fault is, and whose it is. `domain` is `global` unless said otherwise. */
interface Place {
  domain?: 'calendar' | 'usageLimits';
  locationType?: 'parameter' | 'header';
  location?: string;
}

/** A refusal in the form of Google's APIs. @see https://developers.google.com/workspace/calendar/api/guides/errors */
export class GoogleApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    private readonly place: Place = {},
  ) {
    super(message);
  }

  toBody(): object {
    const { status: code, reason, message, place } = this;
    return { error: { code, message, errors: [{ domain: 'global', reason, message, ...place }] } };
  }
}

const inHeader = (location: string): Place => ({ locationType: 'header', location });
const inParameter = (location: string): Place => ({ locationType: 'parameter', location });

export const invalidCredentials = () =>
  new GoogleApiError(401, 'authError', 'Invalid Credentials', inHeader('Authorization'));

export const insufficientScopes = () =>
  new GoogleApiError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');

export const writersOnly = () =>
  new GoogleApiError(403, 'requiredAccessLevel', 'You need to have writer access to this calendar.', {
    domain: 'calendar',
  });

export const cannotInvite = () =>
  new GoogleApiError(
    403,
    'forbiddenForServiceAccounts',
    'Service accounts cannot invite attendees without Domain-Wide Delegation of Authority.',
    { domain: 'calendar' },
  );

export const notFound = (message = 'Not Found') => new GoogleApiError(404, 'notFound', message);

export const badRequest = () => new GoogleApiError(400, 'badRequest', 'Bad Request');

export const invalid = (message: string) => new GoogleApiError(400, 'invalid', message);

export const invalidParameter = (name: string, message: string) =>
  new GoogleApiError(400, 'invalid', message, inParameter(name));

export const required = (message: string) => new GoogleApiError(400, 'required', message);

export const timeRangeEmpty = () =>
  new GoogleApiError(400, 'timeRangeEmpty', 'The specified time range is empty.', {
    domain: 'calendar',
    ...inParameter('timeMax'),
  });

export const duplicate = () =>
  new GoogleApiError(409, 'duplicate', 'The requested identifier already exists.');

export const alreadyDeleted = () => new GoogleApiError(410, 'deleted', 'Resource has been deleted');

export const fullSyncRequired = () =>
  new GoogleApiError(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', {
    domain: 'calendar',
    ...inParameter('syncToken'),
  });

export const updatedMinTooLongAgo = () =>
  new GoogleApiError(
    410,
    'updatedMinTooLongAgo',
    'The requested minimum modification time lies too far in the past.',
    { domain: 'calendar', ...inParameter('updatedMin') },
  );

export const conditionNotMet = () =>
  new GoogleApiError(412, 'conditionNotMet', 'Precondition Failed', inHeader('If-Match'));
