import { Injectable } from '@nestjs/common';
import type {
  Connection,
  CredentialKind,
  CredentialValues,
  ProviderAccount,
  TokenGrant,
} from '../../contracts/connections.js';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { ApiError } from '../../platform/http/api-error.js';
import { CredentialCache } from '../credentials/credential-cache.js';
import { isRenewable, isTokens, type KeptCredential } from '../credentials/kept-credential.js';
import { SealedCredentials } from '../credentials/sealed-credentials.js';
import { ConnectionEvents } from '../events/connection-events.js';
import { ConnectableProviders } from '../providers/connectable-providers.js';
import { renewAt } from '../refresh/refresh-schedule.js';
import { OAuthRoads } from '../roads/oauth-roads.js';
import { connectionNotFound } from './connection-errors.js';
import { nameOf, toConnection, type ConnectionRow } from './connection-row.js';

/** An account that has just proved itself. */
export interface ProvedAccount {
  readonly provider: string;
  readonly tenant: string | undefined;
  /** The connection that was to be connected again: it has to be the same account. */
  readonly connectionId?: string;
  readonly actor: Actor;
}

/** What is kept of it. */
interface Proof {
  readonly kind: CredentialKind;
  readonly account: ProviderAccount;
  readonly credential: KeptCredential;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | undefined;
}

/** Keeps accounts that have proved themselves. An account that is here already keeps its id. */
@Injectable()
export class Connecting {
  constructor(
    private readonly prisma: PrismaService,
    private readonly providers: ConnectableProviders,
    private readonly roads: OAuthRoads,
    private readonly sealed: SealedCredentials,
    private readonly cache: CredentialCache,
    private readonly events: ConnectionEvents,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Keeps what a provider has granted.
   * @param asked the scopes that were asked for, which an answer that names none means
   * @param alongside done first in the same transaction: what allowed the attempt is used up by it
   * @throws ApiError CONFLICT when another account signed in than the one that was to be connected again
   */
  async withGrant(
    proved: ProvedAccount,
    account: ProviderAccount,
    grant: TokenGrant,
    asked: readonly string[],
    alongside?: (tx: Transaction) => Promise<void>,
  ): Promise<Connection> {
    const { accessToken, refreshToken, expiresAt, scopes = asked } = grant;
    const credential = { accessToken, ...(refreshToken !== undefined && { refreshToken }) };
    return this.keep(proved, { kind: 'oauth2', account, credential, scopes, expiresAt }, alongside);
  }

  /**
   * Tries what somebody has entered, and keeps it.
   * @throws whatever `CredentialForm.check` throws
   * @throws ApiError UNPROCESSABLE when accounts of the provider are connected by consent, CONFLICT as above
   */
  async withCredential(proved: ProvedAccount, values: CredentialValues): Promise<Connection> {
    const { name, title, form } = this.providers.get(proved.provider);
    if (!form) {
      throw new ApiError('UNPROCESSABLE', `Accounts of ${title} are connected by signing in there.`);
    }
    const fetchFor = (operation: string) => this.roads.fetchFor(name, operation, proved.connectionId);
    const { account, scopes = [] } = await form.check(values, fetchFor('credentials.check'));
    const minted = await form.mint?.(values, fetchFor('credentials.mint'));
    const credential = { values, ...(minted && { minted }) };
    const proof = { kind: form.kind, account, credential, scopes, expiresAt: minted?.expiresAt };
    return this.keep(proved, proof);
  }

  private async keep(
    proved: ProvedAccount,
    proof: Proof,
    alongside?: (tx: Transaction) => Promise<void>,
  ): Promise<Connection> {
    const row = await this.prisma.$transaction(async (tx) => {
      await alongside?.(tx);
      return this.store(proved, proof, tx);
    });
    this.cache.forget(row.id);
    return toConnection(row);
  }

  private async store(proved: ProvedAccount, proof: Proof, tx: Transaction): Promise<ConnectionRow> {
    if (proved.connectionId !== undefined) await checkSameAccount(proved, proof.account, tx);
    const before = await holdRow(proved, proof, tx);
    const isNew = before.credentialVersion === 0;
    const row = await tx.connection.update({
      where: { id: before.id },
      data: this.columns(before, this.withOldRefreshToken(before, proof)),
    });
    const { actor, provider } = proved;
    await this.audit.note(
      {
        actor,
        action: isNew ? 'connection.connected' : 'connection.reconnected',
        target: nameOf(row),
        details: { provider, account: row.label, tenant: row.tenant },
      },
      tx,
    );
    await this.events.send({ type: 'connected', connectionId: row.id }, tx);
    return row;
  }

  /** Google sends a refresh token with the first consent only. One that was refused is no use any more. */
  private withOldRefreshToken(before: ConnectionRow, proof: Proof): Proof {
    const { credential } = proof;
    if (before.status !== 'connected' || before.kind !== 'oauth2') return proof;
    if (!isTokens(credential) || credential.refreshToken !== undefined) return proof;
    const old = this.sealed.openIfPossible(before);
    if (!old || !isTokens(old) || old.refreshToken === undefined) return proof;
    return { ...proof, credential: { ...credential, refreshToken: old.refreshToken } };
  }

  private columns(before: ConnectionRow, { kind, account, credential, scopes, expiresAt }: Proof) {
    const now = new Date();
    const canRenew = isRenewable(credential, this.providers.find(before.provider)?.form);
    return {
      ...this.sealed.seal(before.id, credential),
      status: 'connected' as const,
      kind,
      label: account.label,
      details: { ...account.details },
      scopes: [...scopes],
      credentialVersion: before.credentialVersion + 1,
      expiresAt: expiresAt ?? null,
      refreshAt: canRenew ? renewAt(now, expiresAt) : null,
      refreshStartedAt: null,
      refreshFailures: 0,
      lastError: null,
      lastErrorAt: null,
      connectedAt: now,
      disconnectedAt: null,
    };
  }
}

async function checkSameAccount(
  { connectionId = '', provider, tenant = '' }: ProvedAccount,
  account: ProviderAccount,
  tx: Transaction,
): Promise<void> {
  const row = await tx.connection.findFirst({ where: { id: connectionId, provider, tenant } });
  if (!row) throw connectionNotFound(connectionId);
  if (row.externalId === account.id) return;
  throw new ApiError(
    'CONFLICT',
    `${account.label} signed in, but the connection is that of ${row.label}. ` +
      `Sign in as ${row.label}, or connect ${account.label} as an account of its own.`,
  );
}

/** The row of an account, held until the transaction ends. One that was not there is made, with no credential yet. */
async function holdRow(
  { provider, tenant = '' }: ProvedAccount,
  { kind, account: { id: externalId, label } }: Proof,
  tx: Transaction,
): Promise<ConnectionRow> {
  const key = { provider, tenant, externalId };
  await tx.connection.createMany({
    data: [{ ...key, kind, label, status: 'disconnected', credentialVersion: 0 }],
    skipDuplicates: true,
  });
  await tx.$queryRaw`
    SELECT 1 FROM connections
    WHERE provider = ${provider} AND tenant = ${tenant} AND external_id = ${externalId} FOR UPDATE`;
  return tx.connection.findUniqueOrThrow({ where: { provider_tenant_externalId: key } });
}
