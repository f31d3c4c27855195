import { randomUUID } from 'node:crypto';

/** A refusal in the form of HubSpot's APIs. @see https://developers.hubspot.com/docs/api-reference/error-handling */
export class HubSpotApiError extends Error {
  constructor(
    readonly status: number,
    readonly category: string,
    message: string,
    /** Fields that only some refusals have, or that differ there. */
    readonly more: object = {},
  ) {
    super(message);
  }

  toBody(): object {
    const { message, category, more } = this;
    return { status: 'error', message, correlationId: randomUUID(), category, ...more };
  }

  /** As one of the errors of a batch, about the input that the context names. */
  toBatchError(context: Readonly<Record<string, readonly string[]>>): object {
    const { message, category, more } = this;
    return { status: 'error', category, message, links: {}, errors: [], ...more, context };
  }
}

/** A call that asks for something that it does not describe as it must. */
export function invalidInput(message: string): HubSpotApiError {
  return new HubSpotApiError(400, 'VALIDATION_ERROR', message);
}

export function objectNotFound(): HubSpotApiError {
  return new HubSpotApiError(404, 'OBJECT_NOT_FOUND', 'resource not found');
}
