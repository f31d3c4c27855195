import { type Html, html } from '../../platform/pages/html.js';
import type { Page } from '../pages/page.js';
import type { State } from '../state.js';
import { eventsOf } from './events.js';
import { time } from '../pages/time.js';
import { type Mail, mailOf } from './mail.js';
import type { Envelope, Mailbox, SendGridRows } from './rows.js';

/** One message, as its reader sees it, and what happened to it. */
export function mailPage(state: State<SendGridRows>, envelope: Envelope): Page {
  const mail = mailOf(state, envelope);
  const address = `/mails/${encodeURIComponent(mail.id)}`;
  return {
    title: mail.subject,
    body: html`<p><a href="/">All messages</a></p>
      <h1>${mail.subject || '(no subject)'}</h1>
      <div class="card">${heads(mail)}</div>
      ${
        mail.html !== undefined &&
        html`<h2>HTML</h2>
          <iframe
            title="The message in HTML"
            width="100%"
            height="480"
            sandbox=""
            src="${address}/html"
          ></iframe>`
      }
      ${
        mail.text !== undefined &&
        html`<h2>Plain text</h2>
          <div class="card"><pre tabindex="0">${mail.text}</pre></div>`
      }
      <h2>Events</h2>
      <ul class="lines">
        ${eventsOf(state, mail.id).map(
          ({ body }) => html`<li><span>${body.event} · ${body.email}</span> ${time(body.timestamp)}</li>`,
        )}
      </ul>
      ${ACTS.map(
        ([act, label]) =>
          html`<form method="post" action="${address}/${act}">
            <button class="plain">${label}</button>
          </form>`,
      )}`,
  };
}

/** What its reader may do with a message here: the event that comes of it, and how the button is called. */
export const ACTS = [
  ['open', 'Open it, as its reader'],
  ['spamreport', 'Report it as spam'],
  ['unsubscribe', 'Unsubscribe'],
] as const;

function heads({ from, replyTo, to, cc, bcc, attachments, categories, templateId, sendAt }: Mail): Html {
  const lines: [string, string][] = [
    ['From', written(from)],
    ['Reply to', replyTo ? written(replyTo) : ''],
    ['To', to.map(written).join(', ')],
    ['Cc', cc.map(written).join(', ')],
    ['Bcc', bcc.map(written).join(', ')],
    ['Attachments', attachments.map(({ filename }) => filename).join(', ')],
    ['Categories', categories.join(', ')],
    ['Template', templateId ?? ''],
    ['Goes at', sendAt === undefined ? '' : new Date(sendAt * 1000).toISOString()],
  ];
  return html`<ul class="lines">
    ${lines
      .filter(([, value]) => value !== '')
      .map(([name, value]) => html`<li><span class="muted">${name}</span> <span>${value}</span></li>`)}
  </ul>`;
}

function written({ email, name }: Mailbox): string {
  return name === undefined ? email : `${name} <${email}>`;
}

/** The message's own HTML, with the pictures that it brings in their places. */
export function markupOf({ html: markup = '', attachments }: Mail): string {
  return attachments.reduce(
    (filled, { content, content_id: id, type = 'application/octet-stream' }) =>
      id === undefined ? filled : filled.replaceAll(`cid:${id}`, `data:${type};base64,${content}`),
    markup,
  );
}
