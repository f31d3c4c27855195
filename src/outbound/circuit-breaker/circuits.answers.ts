import { z } from 'zod';
import { CircuitHold, CircuitState } from '../../platform/database/generated/enums.js';
import { like, pageOf, rarely, schemaNotes, time, uuid } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of circuits answer. */

const state = z.enum(CircuitState).register(schemaNotes, { id: 'CircuitState' });

const key = { provider: like('stripe'), account: like('default'), group: like('payments') };

const circuit = z
  .object({
    ...key,
    state,
    hold: rarely(z.enum(CircuitHold)),
    open_until: rarely(time),
    reason: rarely(z.string()),
    since: time,
  })
  .register(schemaNotes, { id: 'Circuit' });

const transition = z
  .object({
    id: uuid,
    ...key,
    from: state,
    to: state,
    reason: like('half of 20 calls failed'),
    at: time,
  })
  .register(schemaNotes, { id: 'CircuitTransition' });

export const circuitRoutes = {
  list: {
    id: 'listCircuits',
    summary: 'List circuit breakers',
    answers: { 200: { description: 'A page of circuits.', schema: pageOf(circuit) } },
  },
  transitions: {
    id: 'listCircuitTransitions',
    summary: 'List when circuits opened and closed',
    answers: { 200: { description: 'A page of changes.', schema: pageOf(transition) } },
  },
  hold: {
    id: 'holdCircuit',
    summary: 'Hold a circuit open or closed',
    description: 'A switch for people: `open` sends nothing, `closed` sends whatever happens.',
    body: { provider: 'stripe', hold: 'open', reason: 'Maintenance at the provider' },
    answers: {
      200: {
        description: 'It is held.',
        schema: z.object({
          ...key,
          hold: z.enum(CircuitHold),
          reason: like('Maintenance at the provider'),
        }),
      },
    },
  },
  release: {
    id: 'releaseCircuit',
    summary: 'Let a circuit go',
    body: { provider: 'stripe' },
    answers: {
      200: { description: 'Nobody holds it any more.', schema: z.object({ ...key, hold: z.null() }) },
    },
    errors: ['NOT_FOUND'],
  },
} satisfies Record<string, RouteDescription>;
