import { Injectable } from '@nestjs/common';

/** A subscription as it may be shown. */
export interface ShownSubscription {
  readonly kind: string;
  readonly resource: string;
  readonly status: 'pending' | 'active' | 'failed' | 'gone';
  readonly expiresAt: Date | undefined;
  readonly renewedAt: Date | undefined;
  readonly dueAt: Date;
  readonly lastError: string | undefined;
}

/** What Hookline holds at providers for connected accounts. */
@Injectable()
export class ConnectionSubscriptions {
  async of(_connectionId: string): Promise<ShownSubscription[]> {
    throw new Error('to be written');
  }

  /** Ends all of a connection at its provider, before its credential goes; what cannot be removed is logged and left to expire. */
  async removeAll(_connectionId: string): Promise<void> {
    throw new Error('to be written');
  }
}
