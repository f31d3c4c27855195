import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
import { NotFoundError, ValidationError } from '../../contracts/errors.js';
import { SendGridClient } from './sendgrid.client.js';
import { isAddress } from './mail/mailbox.js';

/** Where SendGrid keeps an address of each list. */
const PATHS = {
  bounces: '/v3/suppression/bounces/:email',
  blocks: '/v3/suppression/blocks/:email',
  spam_reports: '/v3/suppression/spam_reports/:email',
  invalid_emails: '/v3/suppression/invalid_emails/:email',
  unsubscribes: '/v3/asm/suppressions/global/:email',
} as const;

const LISTS = ['bounces', 'blocks', 'spam_reports', 'invalid_emails', 'unsubscribes'] as const;

/** A list of addresses that SendGrid drops messages to, by SendGrid's name. */
export type SendGridSuppressionList = (typeof LISTS)[number];

/** That an address is on a list, and why. */
export interface SendGridSuppression {
  readonly list: SendGridSuppressionList;
  /** Since when, where SendGrid says so. */
  readonly since?: Date;
  /** The words of the recipient's server. */
  readonly reason?: string;
}

const entry = z.looseObject({ created: z.number().int().optional(), reason: z.string().optional() });
/** Most lists answer with a list; that of who has unsubscribed with one object, empty for who has not. */
const answer = z.union([z.array(entry), z.looseObject({ recipient_email: z.string().optional() })]);

/**
 * The lists of a SendGrid account: messages to an address on one of them are dropped.
 * @see https://www.twilio.com/docs/sendgrid/ui/sending-email/index-suppressions
 */
@Injectable()
export class SendGridSuppressions {
  constructor(private readonly sendgrid: SendGridClient) {}

  /**
   * On which lists an address is; empty when messages reach it.
   * @throws ValidationError when it is no address; whatever {@link SendGridClient.perform} throws
   */
  find(address: string, options: CallOptions = {}): Promise<readonly SendGridSuppression[]> {
    return this.perform('suppressions.find', address, options, async (api) => {
      const found = await Promise.all(LISTS.map((list) => look(api, list, address)));
      return found.flat();
    });
  }

  /**
   * Takes an address off a list, or off all of them. Succeeds, too, when it is on none.
   * @throws ValidationError when it is no address; whatever {@link SendGridClient.perform} throws
   */
  remove(address: string, list?: SendGridSuppressionList, options: CallOptions = {}): Promise<void> {
    return this.perform('suppressions.remove', address, options, async (api) => {
      for (const each of list === undefined ? LISTS : [list]) await takeOff(api, each, address);
    });
  }

  private async perform<T>(
    operation: string,
    address: string,
    options: CallOptions,
    work: (api: ApiOperation) => Promise<T>,
  ): Promise<T> {
    if (isAddress(address)) return this.sendgrid.perform(operation, options, work);
    const details = [{ field: 'address', issue: 'must be an e-mail address' }];
    throw new ValidationError(`${operation} needs an address.`, { provider: 'sendgrid', operation }, details);
  }
}

async function look(
  api: ApiOperation,
  list: SendGridSuppressionList,
  address: string,
): Promise<SendGridSuppression[]> {
  const found = await api.call({ method: 'GET', path: PATHS[list], params: { email: address }, answer });
  if (!Array.isArray(found)) return found.recipient_email === undefined ? [] : [{ list }];
  return found.map(({ created, reason }) => ({
    list,
    ...(created !== undefined && { since: new Date(created * 1000) }),
    ...(reason !== undefined && { reason }),
  }));
}

async function takeOff(api: ApiOperation, list: SendGridSuppressionList, address: string): Promise<void> {
  try {
    await api.send({ method: 'DELETE', path: PATHS[list], params: { email: address } });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}
