/** A refusal in the form of Google's APIs. @see https://developers.google.com/workspace/calendar/api/guides/errors */
export class GoogleApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    private readonly place: object = {},
  ) {
    super(message);
  }

  toBody(): object {
    const { status: code, reason, message, place } = this;
    return { error: { code, message, errors: [{ domain: 'global', reason, message, ...place }] } };
  }
}

export const invalidCredentials = () =>
  new GoogleApiError(401, 'authError', 'Invalid Credentials', {
    locationType: 'header',
    location: 'Authorization',
  });

export const insufficientScopes = () =>
  new GoogleApiError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');

export const notFound = (message = 'Not Found') => new GoogleApiError(404, 'notFound', message);
