import 'reflect-metadata';
import {
  BadRequestException,
  Controller,
  HttpCode,
  Inject,
  Module,
  Post,
  Req,
  type RawBodyRequest,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Stripe } from 'stripe';
import { settings } from './settings.js';

/** A verified event and what came with it. */
export interface StripeDelivery {
  event: Stripe.Event;
  headers: object;
  rawBody: Buffer;
}

/** Stores a delivery and hands over its job; resolves to whether the event was new. */
export type Store = (delivery: StripeDelivery) => Promise<boolean>;

const STORE = Symbol('STORE');
const stripe = new Stripe('sk_test_bench');

/** As Nest's and Stripe's documentation show it: the raw body, and stripe-node to verify it. */
@Controller('webhooks')
class StripeWebhooksController {
  constructor(@Inject(STORE) private readonly store: Store) {}

  @Post('stripe')
  @HttpCode(200)
  async receive(@Req() request: RawBodyRequest<FastifyRequest>) {
    const { headers, rawBody = Buffer.alloc(0) } = request;
    const stored = await this.store({ event: verified(rawBody, headers), headers, rawBody });
    return { stored: Number(stored), duplicates: Number(!stored) };
  }
}

function verified(rawBody: Buffer, headers: FastifyRequest['headers']): Stripe.Event {
  try {
    return stripe.webhooks.constructEvent(
      rawBody,
      headers['stripe-signature'] ?? '',
      settings.STRIPE_WEBHOOK_SECRETS,
    );
  } catch (error) {
    throw new BadRequestException('Not signed by Stripe.', { cause: error });
  }
}

@Module({ controllers: [StripeWebhooksController] })
class WebhooksModule {}

/** Listens as a Nest application on Fastify. */
export async function listen(store: Store): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: WebhooksModule, providers: [{ provide: STORE, useValue: store }] },
    new FastifyAdapter(),
    { rawBody: true },
  );
  await app.listen(settings.PORT, '127.0.0.1');
}
