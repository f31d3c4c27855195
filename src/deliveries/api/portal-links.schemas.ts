import { z } from 'zod';
import { storedText } from '../../platform/http/text-field.js';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;

export const portalLinkBody = z.strictObject({
  tenant: storedText(255),
  /** In seconds, five minutes to seven days. */
  expires_in: z
    .int()
    .min(5 * MINUTE_SECONDS)
    .max(7 * DAY_SECONDS)
    .default(HOUR_SECONDS),
});
export type PortalLinkBody = z.output<typeof portalLinkBody>;
