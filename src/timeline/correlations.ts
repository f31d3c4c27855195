import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/database/prisma.service.js';
import type { Reference } from '../platform/timeline/references.js';

/** Requests of one reference that are looked at: what has more is no thing but a crowd. */
const MAX_REQUESTS = 500;

/** What a timeline is asked for. */
export type TimelineSubject = { readonly requestId: string } | { readonly reference: Reference };

/** Whose work shows on a timeline. */
export interface Correlations {
  readonly requestIds: readonly string[];
  /** Webhook events that are on it alone, not with all else that their request brought. */
  readonly webhookEventIds: readonly string[];
  /** Whether there are more requests than are looked at. */
  readonly isCut: boolean;
}

const WEBHOOK = /^webhook:([0-9a-f-]{36})$/;

/** From a reference to the requests and jobs that went under it. */
@Injectable()
export class CorrelationSearch {
  constructor(private readonly prisma: PrismaService) {}

  /** Of a reference with more than {@link MAX_REQUESTS} requests, those with the highest ids: of ids that Hookline made, the newest. */
  async of(subject: TimelineSubject): Promise<Correlations> {
    if ('requestId' in subject) {
      return { requestIds: [subject.requestId], webhookEventIds: [], isCut: false };
    }
    const found = await this.prisma.timelineReference.findMany({
      where: subject.reference,
      orderBy: { requestId: 'desc' },
      take: MAX_REQUESTS + 1,
      select: { requestId: true },
    });
    const ids = found.slice(0, MAX_REQUESTS).map(({ requestId }) => requestId);
    return {
      requestIds: ids.filter((id) => !WEBHOOK.test(id)),
      webhookEventIds: ids.flatMap((id) => WEBHOOK.exec(id)?.[1] ?? []),
      isCut: found.length > MAX_REQUESTS,
    };
  }

  /** The references of a request, so that from one of its entries the whole story is found. */
  async referencesOf(requestId: string): Promise<Reference[]> {
    return this.prisma.timelineReference.findMany({
      where: { requestId },
      orderBy: [{ name: 'asc' }, { value: 'asc' }],
      take: 20,
      select: { name: true, value: true },
    });
  }
}
