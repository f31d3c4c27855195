import { z } from 'zod';
import { isIdempotencyKey } from '../../outbound/idempotency-key.js';
import { storedText } from '../../platform/http/text-field.js';
import { isEventType, isOwnType, TYPE_ISSUE } from './event-type-names.js';

/** Versions of the data that one event carries at most, beside the current one. */
export const MAX_VERSIONS = 20;

/** A type that a product may use. */
export const productType = z
  .string()
  .refine(isEventType, { error: TYPE_ISSUE, abort: true })
  .refine((type) => !isOwnType(type), {
    error: 'must not begin with hookline: those are events of Hookline itself',
  });

export const versionName = z
  .string()
  .regex(/^[\w.-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, _ . or -, such as 2025-01-01' });

/** The fields of an event beside its type and data, as the service and the HTTP API take them. */
export const eventFields = {
  tenant: storedText(255),
  subject: storedText(255).optional(),
  versions: z
    .record(versionName, z.unknown())
    .refine((versions) => Object.keys(versions).length <= MAX_VERSIONS, {
      error: `must be at most ${MAX_VERSIONS}`,
    })
    .optional(),
};

export const idempotencyKey = z
  .string()
  .refine(isIdempotencyKey, { error: 'must be 1 to 255 printable ASCII characters' });
