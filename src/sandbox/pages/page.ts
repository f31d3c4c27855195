import type { FastifyReply } from 'fastify';
import { type Html, html } from '../../platform/pages/html.js';

/** A page before it is sent. */
export interface Page {
  title: string;
  body: Html;
  /** A single column, for something to fill in. @default false */
  narrow?: boolean;
  /** @default 200 */
  status?: number;
  /** Where a form of the page may lead besides the sandbox; browsers check a form's redirects, too. */
  leadsTo?: (string | null)[];
}

/** Whom a sandbox stands in for; every page says so at its top. */
export interface StandIn {
  /** `Stripe` */
  name: string;
  /** What does not happen here: `No real money moves.` */
  note: string;
}

/** Sends a page of a sandbox with no script, nothing from elsewhere, and no way to frame it. */
export async function sendPage(reply: FastifyReply, standIn: StandIn, page: Page): Promise<void> {
  const targets = (page.leadsTo ?? []).flatMap((address) => (address ? [new URL(address).origin] : []));
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    `form-action ${["'self'", ...new Set(targets)].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  await reply
    .status(page.status ?? 200)
    .headers({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy.join('; '),
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    })
    .send(layout(standIn, page).markup);
}

function layout({ name, note }: StandIn, { title, body, narrow }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Hookline sandbox</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<p class="sandbox"><strong>Sandbox.</strong> Hookline’s stand-in for ${name}. ${note}</p>
<main${narrow && html` class="narrow"`}>
${body}
</main>
</body>
</html>`;
}
