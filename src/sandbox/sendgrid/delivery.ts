import type { State } from '../state.js';
import { recordEvent } from './events.js';
import type { Envelope, SendGridRows, Sending } from './rows.js';
import { droppedFor, suppress } from './suppressions.js';

/** What becomes of a message to an address: the events in their order, and the list that the address comes onto. */
interface Fate {
  /** Whose messages it happens to. */
  readonly addresses: RegExp;
  readonly events: readonly { readonly event: string; readonly [detail: string]: unknown }[];
  readonly list?: 'bounces' | 'blocks' | 'spam_reports';
}

const DELIVERED = { event: 'delivered', response: '250 2.0.0 OK', ip: '192.0.2.1', tls: 1 };
const NO_SUCH_USER = '550 5.1.1 The email account that you tried to reach does not exist.';
const REJECTED = '554 5.7.1 Message rejected, try again later.';

const FATES: readonly Fate[] = [
  {
    addresses: /^bounce@|@bounce\.example$/i,
    events: [
      {
        event: 'bounce',
        type: 'bounce',
        status: '5.1.1',
        reason: NO_SUCH_USER,
        bounce_classification: 'Invalid Address',
        ip: '192.0.2.1',
        tls: 1,
      },
    ],
    list: 'bounces',
  },
  {
    addresses: /^blocked@/i,
    events: [
      {
        event: 'bounce',
        type: 'blocked',
        status: '5.7.1',
        reason: REJECTED,
        bounce_classification: 'Content',
        ip: '192.0.2.1',
        tls: 1,
      },
    ],
    list: 'blocks',
  },
  {
    addresses: /^deferred@/i,
    events: [{ event: 'deferred', response: '451 4.7.1 Try again later.', attempt: '1' }, DELIVERED],
  },
  { addresses: /^complaint@/i, events: [DELIVERED, { event: 'spamreport' }], list: 'spam_reports' },
];

/** Sends a message to everybody whom it names. Call it inside a transaction. */
export function deliver(state: State<SendGridRows>, sending: Sending, envelope: Envelope): void {
  for (const { email } of [...envelope.to, ...envelope.cc, ...envelope.bcc]) {
    const reason = droppedFor(state, email);
    if (reason !== undefined) {
      recordEvent(state, {
        sending,
        envelope,
        email,
        event: 'dropped',
        details: { reason, status: '5.0.0' },
      });
      continue;
    }
    const { sendAt = 0 } = sending;
    recordEvent(state, { sending, envelope, email, event: 'processed', details: { send_at: sendAt } });
    const fate = FATES.find(({ addresses }) => addresses.test(email));
    for (const { event, ...details } of fate?.events ?? [DELIVERED]) {
      recordEvent(state, { sending, envelope, email, event, details, notBefore: sendAt });
    }
    if (fate?.list) suppress(state, fate.list, email, fate.list === 'blocks' ? REJECTED : NO_SUCH_USER);
  }
}
