import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { HooklineModule } from '../../src/app.module.js';
import { runInCallScope } from '../../src/outbound/call-scope.js';
import { Operation } from '../../src/outbound/operation.js';
import { roadToken } from '../../src/outbound/outbound.module.js';
import type { Road } from '../../src/outbound/road.js';
import { runWithRequestId } from '../../src/platform/context/request-context.js';
import { StripePaymentProvider } from '../../src/providers/stripe/stripe.payments.js';
import { answer, processorTimeMs } from '../answers.js';
import { THING, callFor, checkAnswer } from './calls.js';

/** Hookline as the application wires it up, without its doors. */
const app = await NestFactory.createApplicationContext(HooklineModule.forRoot(process.env), {
  logger: false,
});
const road = app.get<Road>(roadToken('stripe'), { strict: false });
const payments = app.get(StripePaymentProvider, { strict: false });
const url = new URL('/v1/things', process.env.STRIPE_API_BASE_URL);

/** As a provider's method does it: an operation with its deadline, and one call under its scope. */
async function travel(operation: string, request: Omit<Parameters<Road['send']>[0], 'url'>): Promise<void> {
  const about = { provider: road.provider, operation, defaultTimeoutMs: 30_000 };
  const { status, body } = await Operation.run(about, {}, (running) =>
    runInCallScope(running.scope('/v1/things'), () => road.send({ ...request, url })),
  );
  checkAnswer(status, body);
}

const get = () => travel('things.get', { method: 'GET', headers: {} });
const post = () =>
  travel('things.create', { method: 'POST', headers: { 'content-type': 'application/json' }, body: THING });

async function payment(): Promise<void> {
  const { status } = await payments.getPayment('pi_bench');
  if (status !== 'succeeded') throw new Error(`The payment is ${status}.`);
}

/** Every call belongs to a request, whose id it carries on. */
const inRequest = (call: () => Promise<void>) => () => runWithRequestId('bench', call);

export const answers = answer({
  get: (durationMs: number) => callFor(durationMs, inRequest(get)),
  post: (durationMs: number) => callFor(durationMs, inRequest(post)),
  payment: (durationMs: number) => callFor(durationMs, inRequest(payment)),
  timeMs: processorTimeMs,
});
