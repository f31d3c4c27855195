import { randomUUID } from 'node:crypto';

/** A refusal in the form of HubSpot's APIs. @see https://developers.hubspot.com/docs/api-reference/error-handling */
export class HubSpotApiError extends Error {
  constructor(
    readonly status: number,
    private readonly category: string,
    message: string,
    /** Fields that only some refusals have, or that differ there. */
    private readonly more: object = {},
  ) {
    super(message);
  }

  toBody(): object {
    const { message, category, more } = this;
    return { status: 'error', message, correlationId: randomUUID(), category, ...more };
  }
}
