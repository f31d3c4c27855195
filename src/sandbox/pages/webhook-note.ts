import { type Html, html } from '../../platform/pages/html.js';

/** What becomes of a sandbox's events. */
export function webhookNote(sendsWebhooks: boolean): Html {
  return html`<p class="muted">
    ${
      sendsWebhooks
        ? 'Events are signed and delivered to Hookline, again and again until it takes them.'
        : 'Events are recorded, but not delivered: no webhook address is set.'
    }
  </p>`;
}
