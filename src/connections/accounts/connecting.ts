import { Injectable } from '@nestjs/common';
import type {
  CheckedCredential,
  Connection,
  CredentialValues,
  TokenGrant,
  ProviderAccount,
} from '../../contracts/connections.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import type { Transaction } from '../../platform/database/prisma.service.js';

/** An account that has just proved itself. */
export interface ProvedAccount {
  readonly provider: string;
  readonly tenant: string | undefined;
  /** The connection that was to be connected again: it has to be the same account. */
  readonly connectionId?: string;
  readonly actor: Actor;
}

/** Keeps accounts that have proved themselves. An account that is here already keeps its id. */
@Injectable()
export class Connecting {
  /**
   * Keeps what a provider has granted, within a transaction that ends the attempt, too.
   * @param asked the scopes that were asked for, which an answer that names none means
   * @throws ApiError CONFLICT when another account signed in than the one that was to be connected again
   */
  async withGrant(
    _proved: ProvedAccount,
    _account: ProviderAccount,
    _grant: TokenGrant,
    _asked: readonly string[],
    _tx?: Transaction,
  ): Promise<Connection> {
    throw new Error('to be written');
  }

  /** Tries what somebody has entered, and keeps it. @throws whatever `CredentialForm.check` throws */
  async withCredential(_proved: ProvedAccount, _values: CredentialValues): Promise<Connection> {
    throw new Error('to be written');
  }
}

export type { CheckedCredential };
