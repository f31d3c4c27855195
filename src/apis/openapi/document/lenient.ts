import { z } from 'zod';

/*
 * Descriptions of APIs are often wrong in places, and a wrong place should cost no more than itself: what is not as it
 * should be counts as not there.
 */

export const text = z.string().optional().catch(undefined);
export const flag = z.boolean().optional().catch(undefined);
export const number = z.number().optional().catch(undefined);
export const texts = z.array(z.string()).optional().catch(undefined);
export const anything = z.unknown().optional();
export const list = z.array(z.unknown()).optional().catch(undefined);
export const named = z.record(z.string(), z.unknown()).optional().catch(undefined);

/** Any object. */
export const record = z.record(z.string(), z.unknown()).catch({});
