import { Agent } from 'node:http';
import axios from 'axios';
import { CONCURRENCY } from '../plan.js';

/** A message as a job of the other contenders. */
export interface Mail {
  number: number;
  to: string;
  subject: string;
  text: string;
}

export function mailTo(number: number): Mail {
  return {
    number,
    to: `customer-${number}@example.com`,
    subject: `Your order ${number}`,
    text: `We have received your payment for order ${number}. Thank you!`,
  };
}

const sendgrid = axios.create({
  baseURL: process.env.SENDGRID_API_BASE_URL ?? '',
  headers: { authorization: `Bearer ${process.env.SENDGRID_API_KEY}` },
  httpAgent: new Agent({ keepAlive: true, maxSockets: CONCURRENCY }),
});

/** Sends it, as SendGrid's documentation shows. */
export async function post({ number, to, subject, text }: Mail): Promise<void> {
  await sendgrid.post('/v3/mail/send', {
    personalizations: [{ to: [{ email: to }], custom_args: { hookline_reference: `mail-${number}` } }],
    from: { email: 'shop@example.com' },
    subject,
    content: [{ type: 'text/plain', value: text }],
  });
}
