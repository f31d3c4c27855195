import { randomUUID } from 'node:crypto';

/** A refusal in the form of HubSpot's APIs. @see https://developers.hubspot.com/docs/api-reference/error-handling */
export class HubSpotApiError extends Error {
  constructor(
    readonly status: number,
    private readonly category: string,
    message: string,
    /** `error`, or of the token endpoint a code such as `BAD_AUTH_CODE`. */
    private readonly word = 'error',
  ) {
    super(message);
  }

  toBody(): object {
    const { word: status, message, category } = this;
    return { status, message, correlationId: randomUUID(), category };
  }
}
