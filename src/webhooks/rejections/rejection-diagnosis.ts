import { Injectable } from '@nestjs/common';
import type { InvalidSignatureError, WebhookSource } from '../../contracts/webhooks.js';
import { WebhookAccounts } from '../accounts/webhook-accounts.js';
import { WebhookSources } from '../sources/webhook-sources.js';
import { originalBodies } from './original-bodies.js';
import type { RefusedRequest } from './refused-request.js';
import { SignatureTrials } from './signature-trials.js';

/** Accounts whose secrets are tried, the last changed first. */
const MAX_OTHER_ACCOUNTS = 100;

/** Why a request was refused, in a word and in a sentence. */
export type Diagnosis =
  | { reason: 'missing' | 'malformed' | 'wrong_secret' | 'other_account' | 're_encoded'; message: string }
  | {
      reason: 'stale';
      message: string;
      /** Whether its signature is good but for its time. */
      genuine: boolean;
    };

/** Finds out why a request was refused. Takes its time: it is for afterwards, never for the door. */
@Injectable()
export class RejectionDiagnosis {
  constructor(
    private readonly sources: WebhookSources,
    private readonly accounts: WebhookAccounts,
  ) {}

  /**
   * @param error what the source threw
   * @throws what the database throws, or a source that cannot ask its provider
   */
  async of(request: RefusedRequest, { fault, message, signedAt }: InvalidSignatureError): Promise<Diagnosis> {
    if (fault === 'missing' || fault === 'malformed') return { reason: fault, message };
    const { provider, connectionId } = request;
    const source = this.sources.get(provider);
    if (source.verifiesRemotely) return withoutTrials(fault, message);
    const secrets = await this.secretsOf(source, provider, connectionId);
    const trials = new SignatureTrials(source, request);
    if (fault === 'stale') {
      const genuine = signedAt !== undefined && (await trials.isSigned(secrets, { receivedAt: signedAt }));
      const verdict = genuine
        ? 'But for its time, the signature is good.'
        : 'It was not made with a secret that is set here, either.';
      return { reason: 'stale', message: `${message} ${verdict}`, genuine };
    }
    const owner = await this.ownerOf(trials, source, request);
    if (owner) {
      return {
        reason: 'other_account',
        message: `It was signed with the secret of ${owner}. Correct the address at ${provider}, or the secret here.`,
      };
    }
    const change = await changeOf(trials, request, secrets);
    if (change) {
      return {
        reason: 're_encoded',
        message: `The secret is right, but the body was altered on the way: ${change}. Have the proxy in between pass it on byte for byte.`,
      };
    }
    return { reason: 'wrong_secret', message };
  }

  private async secretsOf(
    source: WebhookSource,
    provider: string,
    connectionId: string,
  ): Promise<readonly string[]> {
    return connectionId ? ((await this.accounts.secretsOf(provider, connectionId)) ?? []) : source.secrets;
  }

  /** The account, other than the one that it came for, whose secret signed the request. */
  private async ownerOf(
    trials: SignatureTrials,
    source: WebhookSource,
    { provider, connectionId }: RefusedRequest,
  ): Promise<string | undefined> {
    if (connectionId && (await trials.isSigned(source.secrets))) {
      return `the provider's own account (${source.secretVariable})`;
    }
    for (const account of await this.accounts.withSecrets(provider, MAX_OTHER_ACCOUNTS)) {
      if (account.connectionId === connectionId) continue;
      if (await trials.isSigned(account.secrets)) return `the account ${account.connectionId}`;
    }
    return undefined;
  }
}

/** What is known of a request whose signature only its provider can judge, and was asked about once. */
function withoutTrials(fault: 'stale' | 'mismatch', message: string): Diagnosis {
  if (fault === 'mismatch') return { reason: 'wrong_secret', message };
  const verdict = 'Its provider was not asked whether the signature is good but for its time.';
  return { reason: 'stale', message: `${message} ${verdict}`, genuine: false };
}

/** What was done to the body on the way, if the signature is good once that is undone. */
async function changeOf(
  trials: SignatureTrials,
  { rawBody }: RefusedRequest,
  secrets: readonly string[],
): Promise<string | undefined> {
  const bodies = originalBodies(rawBody, (characters) => trials.mayWrite(characters));
  for (const { change, body } of bodies) {
    if (await trials.isSigned(secrets, { rawBody: body })) return change;
  }
  return undefined;
}
