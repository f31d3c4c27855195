import { Injectable } from '@nestjs/common';
import { AuditLog, SYSTEM, type Actor } from '../../platform/audit/audit-log.js';
import type { WebhookAccount as AccountRow } from '../../platform/database/generated/client.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { SealedBox } from '../../platform/secrets/sealed-box.js';
import { WebhookSources } from '../sources/webhook-sources.js';
import { SecretsCache } from './secrets-cache.js';
import {
  accountSettings,
  connectionId as connectionIdForm,
  sealedSecrets,
  type AccountSettings,
} from './webhook-accounts.schemas.js';

/** Which account of which provider. */
export interface AccountName {
  provider: string;
  connectionId: string;
}

/** An account as it may be shown: without its secrets. */
export interface WebhookAccount extends AccountName {
  /** The product's customer that it belongs to. */
  tenant: string | null;
  /** How many secrets are valid. */
  secretCount: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface WebhookAccountFilter {
  provider?: string;
  tenant?: string;
}

/** The webhook secrets of connected accounts, sealed in the database: for `/webhooks/:provider/:connectionId`. */
@Injectable()
export class WebhookAccounts {
  private readonly cache = new SecretsCache((provider, connectionId) =>
    this.readSecrets({ provider, connectionId }),
  );

  constructor(
    private readonly prisma: PrismaService,
    private readonly box: SealedBox,
    private readonly sources: WebhookSources,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The secrets of one account; `undefined` when there is no such account. Up to ten seconds old, where another process
   * has changed them.
   */
  secretsOf(provider: string, connectionId: string): Promise<readonly string[] | undefined> {
    return this.cache.get(provider, connectionId);
  }

  /** The secrets as the database has them now; `undefined` when they were read less than a second ago, or are gone. */
  rereadSecretsOf(provider: string, connectionId: string): Promise<readonly string[] | undefined> {
    return this.cache.getNewer(provider, connectionId);
  }

  /**
   * Makes an account, or gives it these secrets and this tenant instead of those that it had. Other processes know
   * within ten seconds, or as soon as a signature does not fit the old secrets.
   * @param actor who does it, for the audit log: that has how many secrets there are, and none of them
   * @throws ApiError NOT_FOUND when there is no such provider
   * @throws ZodError when the id, a secret or the tenant has the wrong form
   */
  async set(
    { provider, connectionId }: AccountName,
    settings: AccountSettings,
    actor: Actor = SYSTEM,
  ): Promise<WebhookAccount> {
    this.sources.get(provider);
    const name = { provider, connectionId: connectionIdForm.parse(connectionId) };
    const { secrets, tenant = null } = accountSettings.parse(settings);
    const sealed = this.box.seal(JSON.stringify(secrets), accountContext(name));
    const data = { tenant, sealedSecrets: sealed, updatedAt: new Date() };
    const details = { tenant, secret_count: secrets.length };
    const row = await this.prisma.$transaction(async (tx) => {
      await this.audit.note({ actor, action: 'webhook_account.put', target: targetOf(name), details }, tx);
      return tx.webhookAccount.upsert({
        where: { provider_connectionId: name },
        create: { ...name, ...data },
        update: data,
      });
    });
    this.cache.forget(provider, connectionId);
    return this.summary(row);
  }

  /**
   * Forgets an account; `false` when there is none. Other processes may take its webhooks for ten seconds more.
   * @param actor who does it, for the audit log
   */
  async remove({ provider, connectionId }: AccountName, actor: Actor = SYSTEM): Promise<boolean> {
    const target = targetOf({ provider, connectionId });
    const removed = await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.webhookAccount.deleteMany({ where: { provider, connectionId } });
      if (count === 0) return false;
      await this.audit.note({ actor, action: 'webhook_account.removed', target }, tx);
      return true;
    });
    this.cache.forget(provider, connectionId);
    return removed;
  }

  async get({ provider, connectionId }: AccountName): Promise<WebhookAccount | undefined> {
    const row = await this.prisma.webhookAccount.findUnique({
      where: { provider_connectionId: { provider, connectionId } },
    });
    return row ? this.summary(row) : undefined;
  }

  /** A page of accounts, by provider and connection. `after` is the last one seen. */
  async list(filter: WebhookAccountFilter, limit: number, after?: AccountName): Promise<WebhookAccount[]> {
    const rows = await this.prisma.webhookAccount.findMany({
      where: {
        ...filter,
        ...(after && {
          OR: [
            { provider: { gt: after.provider } },
            { provider: after.provider, connectionId: { gt: after.connectionId } },
          ],
        }),
      },
      orderBy: [{ provider: 'asc' }, { connectionId: 'asc' }],
      take: limit,
    });
    return rows.map((row) => this.summary(row));
  }

  /** The accounts of a provider with their secrets, the last changed first: to find out whose secret was used. */
  async withSecrets(
    provider: string,
    limit: number,
  ): Promise<{ connectionId: string; secrets: readonly string[] }[]> {
    const rows = await this.prisma.webhookAccount.findMany({
      where: { provider },
      orderBy: { updatedAt: 'desc' },
      take: limit,
    });
    return rows.map((row) => ({ connectionId: row.connectionId, secrets: this.open(row) }));
  }

  private async readSecrets(name: AccountName): Promise<readonly string[] | undefined> {
    if (!connectionIdForm.safeParse(name.connectionId).success) return undefined;
    const row = await this.prisma.webhookAccount.findUnique({ where: { provider_connectionId: name } });
    return row ? this.open(row) : undefined;
  }

  private open(row: AccountRow): readonly string[] {
    return sealedSecrets.parse(this.box.open(row.sealedSecrets, accountContext(row)));
  }

  private summary(row: AccountRow): WebhookAccount {
    const { provider, connectionId, tenant, createdAt, updatedAt } = row;
    return { provider, connectionId, tenant, secretCount: this.open(row).length, createdAt, updatedAt };
  }
}

/** The identity of a row, as associated data of what is sealed in it. */
export function accountContext({ provider, connectionId }: AccountName): string {
  return `webhook-account:${provider}/${connectionId}`;
}

/** As the audit log names an account. */
function targetOf({ provider, connectionId }: AccountName): string {
  return `webhook_account:${provider}/${connectionId}`;
}
