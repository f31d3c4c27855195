import type { DeliveryStatus } from '../../contracts/events.js';

/** Which deliveries; without any field, all of them. */
export interface DeliveryFilter {
  readonly endpointId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  readonly type?: string | undefined;
  readonly tenant?: string | undefined;
  /** Of events published at this time or later. */
  readonly since?: Date | undefined;
  /** Of events published before this time. */
  readonly until?: Date | undefined;
}

/** Which deliveries to send again. */
export interface ReplayFilter extends Pick<DeliveryFilter, 'endpointId' | 'since' | 'until'> {
  /** Those that are `pending` wait for their turn anyway, and are passed by. @default all others */
  readonly status?: readonly DeliveryStatus[] | undefined;
}
