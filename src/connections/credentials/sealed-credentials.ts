import { Injectable } from '@nestjs/common';
import { ZodError } from 'zod';
import { ConnectionNeedsReauthError } from '../../contracts/errors.js';
import { SealedBox } from '../../platform/secrets/sealed-box.js';
import { unreadable } from '../accounts/connection-errors.js';
import { nameOf, type ConnectionRow } from '../accounts/connection-row.js';
import { readCredential, type KeptCredential } from './kept-credential.js';

/** The credentials of connections, each sealed to its row: copied to another one, it does not open. */
@Injectable()
export class SealedCredentials {
  constructor(private readonly box: SealedBox) {}

  /** The columns that keep it. @throws Error when there is no key to seal with, naming the variable */
  seal(id: string, credential: KeptCredential) {
    const sealedCredential = this.box.seal(JSON.stringify(credential), nameOf({ id }));
    return { sealedCredential, sealingKeyId: this.box.sealingKeyId ?? null };
  }

  /**
   * @param operation that needs it, in our words
   * @throws ConnectionNeedsReauthError when the row was changed, its key is no longer among `ENCRYPTION_KEYS`, or it holds
   *   none
   */
  open(row: ConnectionRow, operation: string): KeptCredential {
    if (!row.sealedCredential) throw unreadable(row, operation, new Error('It is not kept any more.'));
    try {
      return readCredential(row.kind, this.box.open(row.sealedCredential, nameOf(row)));
    } catch (error) {
      // A parser would quote what it could not read.
      const isParser = error instanceof ZodError || error instanceof SyntaxError;
      const cause = !isParser && error instanceof Error ? error : new Error('It has an unknown form.');
      throw unreadable(row, operation, cause);
    }
  }

  /** For what is nice to have of an old credential: one that cannot be opened is as good as none. */
  openIfPossible(row: ConnectionRow): KeptCredential | undefined {
    try {
      return this.open(row, 'connections.credential');
    } catch (error) {
      if (error instanceof ConnectionNeedsReauthError) return undefined;
      throw error;
    }
  }
}
