import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CallOptions } from '../contracts/calls.js';
import { NotFoundError } from '../contracts/errors.js';
import type {
  CapturePayment,
  Checkout,
  CreateCheckout,
  CreatePayment,
  ListPayments,
  Payment,
  PaymentProvider,
  Refund,
  RefundPayment,
} from '../contracts/payments.js';
import { FacetRegistry } from '../platform/facets/facet-registry.js';
import { PaymentFacet } from '../platform/facets/facets.js';
import { TimelineReferences } from '../platform/timeline/timeline-references.js';

const DEFAULT_PROVIDER = 'stripe';

export interface PaymentOptions extends CallOptions {
  /** The provider's name. @default 'stripe' */
  provider?: string;
}

/**
 * Payments with whichever provider is asked for. All methods are those of {@link PaymentProvider}, and besides throw
 * NotFoundError for a provider that there is none of. References in the metadata lead to the call on the timeline.
 */
@Injectable()
export class PaymentsService implements PaymentProvider, OnModuleInit {
  private providers = new Map<string, PaymentProvider>();

  constructor(
    private readonly facets: FacetRegistry,
    private readonly references: TimelineReferences,
  ) {}

  onModuleInit(): void {
    this.providers = this.facets.find<PaymentProvider>(PaymentFacet);
  }

  async createPayment(input: CreatePayment, options: PaymentOptions = {}): Promise<Payment> {
    this.references.noteAmong(input.metadata);
    return this.provider('payments.create', options).createPayment(input, options);
  }

  async getPayment(id: string, options: PaymentOptions = {}): Promise<Payment> {
    return this.provider('payments.get', options).getPayment(id, options);
  }

  async *listPayments(query: ListPayments = {}, options: PaymentOptions = {}): AsyncGenerator<Payment, void> {
    yield* this.provider('payments.list', options).listPayments(query, options);
  }

  async capturePayment(
    id: string,
    input: CapturePayment = {},
    options: PaymentOptions = {},
  ): Promise<Payment> {
    return this.provider('payments.capture', options).capturePayment(id, input, options);
  }

  async cancelPayment(id: string, options: PaymentOptions = {}): Promise<Payment> {
    return this.provider('payments.cancel', options).cancelPayment(id, options);
  }

  async refundPayment(id: string, input: RefundPayment = {}, options: PaymentOptions = {}): Promise<Refund> {
    this.references.noteAmong(input.metadata);
    return this.provider('payments.refund', options).refundPayment(id, input, options);
  }

  async createCheckout(input: CreateCheckout, options: PaymentOptions = {}): Promise<Checkout> {
    this.references.noteAmong(input.metadata);
    return this.provider('checkouts.create', options).createCheckout(input, options);
  }

  private provider(
    operation: string,
    { provider: name = DEFAULT_PROVIDER }: PaymentOptions,
  ): PaymentProvider {
    const provider = this.providers.get(name);
    if (provider) return provider;
    const known = [...this.providers.keys()].join(', ') || 'none is loaded';
    const message = `There is no payment provider ${JSON.stringify(name)}. Known: ${known}.`;
    throw new NotFoundError(message, { provider: name, operation });
  }
}
