import { Injectable } from '@nestjs/common';
import { AuditLog, SYSTEM } from '../../platform/audit/audit-log.js';
import type { Transaction } from '../../platform/database/prisma.service.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { redactText } from '../../platform/logging/redaction.js';
import { nameOf, type ConnectionRow } from '../accounts/connection-row.js';
import { SealedCredentials } from '../credentials/sealed-credentials.js';
import { ConnectionEvents } from '../events/connection-events.js';
import { renewAt, retryAt } from './refresh-schedule.js';
import { isInDoubt, type RenewedCredential } from './token-renewal.js';

/** The longest error that is kept, in characters. */
const MAX_ERROR_LENGTH = 1_000;

/** Writes down how refreshes end. Every method takes the row that the refresh began with. */
@Injectable()
export class RefreshRecords {
  constructor(
    private readonly sealed: SealedCredentials,
    private readonly events: ConnectionEvents,
    private readonly audit: AuditLog,
  ) {}

  /** Committed before the provider is asked. The first of several begun stays: it is the one that may have been lost. */
  async begun(row: ConnectionRow, tx: Transaction): Promise<void> {
    if (row.refreshStartedAt) return;
    await tx.connection.update({ where: { id: row.id }, data: { refreshStartedAt: new Date() } });
  }

  /**
   * Keeps a new credential, unless a newer one is kept, or the connection was ended.
   * @returns the row as it is then
   */
  async renewed(row: ConnectionRow, renewed: RenewedCredential, tx: Transaction): Promise<ConnectionRow> {
    const { id, credentialVersion } = row;
    const now = new Date();
    await tx.connection.updateMany({
      where: { id, credentialVersion, status: 'connected' },
      data: {
        ...this.sealed.seal(id, renewed.credential),
        credentialVersion: credentialVersion + 1,
        ...(renewed.scopes && { scopes: [...renewed.scopes] }),
        expiresAt: renewed.expiresAt ?? null,
        refreshAt: renewAt(now, renewed.expiresAt),
        refreshedAt: now,
        refreshStartedAt: null,
        refreshFailures: 0,
        lastError: null,
        lastErrorAt: null,
      },
    });
    return tx.connection.findUniqueOrThrow({ where: { id } });
  }

  /** The old token stays; the next try comes later each time. */
  async failed(row: ConnectionRow, error: unknown, tx: Transaction): Promise<void> {
    const now = new Date();
    const failures = row.refreshFailures + 1;
    await tx.connection.update({
      where: { id: row.id },
      data: {
        refreshAt: retryAt(now, failures),
        refreshFailures: failures,
        ...(!isInDoubt(error) && { refreshStartedAt: null }),
        lastError: readable(errorMessage(error)),
        lastErrorAt: now,
      },
    });
  }

  /** Nobody but a person can help: said once, to the audit log and to the product. */
  async needsReauth(row: ConnectionRow, reason: string, tx: Transaction): Promise<ConnectionRow> {
    const lastError = readable(reason);
    const updated = await tx.connection.update({
      where: { id: row.id },
      data: {
        status: 'needs_reauth',
        refreshAt: null,
        refreshStartedAt: null,
        lastError,
        lastErrorAt: new Date(),
      },
    });
    const details = { provider: row.provider, account: row.label, reason: lastError };
    await this.audit.note(
      { actor: SYSTEM, action: 'connection.needs_reauth', target: nameOf(row), details },
      tx,
    );
    await this.events.send({ type: 'needs_reauth', connectionId: row.id, reason: lastError }, tx);
    return updated;
  }
}

/** Without a secret, bounded, and of characters that PostgreSQL takes. */
function readable(message: string): string {
  return redactText(message).replaceAll('\0', '').slice(0, MAX_ERROR_LENGTH).toWellFormed();
}
