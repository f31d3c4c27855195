import { type Html, html } from '../../platform/pages/html.js';
import type { State } from '../state.js';
import type { SlackRows } from './call.js';
import type { Message } from './messages.js';
import { WORKSPACES } from './workspaces.js';

const SHOWN = 100;

/** What was posted lately, by workspace and channel. */
export function channelsPart(state: State<SlackRows>): Html {
  const messages = state.table('message').newest(SHOWN);
  const channels = WORKSPACES.flatMap((workspace) =>
    workspace.channels.map((channel) => ({
      title: `${workspace.name} · #${channel.name}`,
      posted: messages.filter(({ team, channel: id }) => team === workspace.id && id === channel.id),
    })),
  ).filter(({ posted }) => posted.length > 0);
  return html`<h2>Messages</h2>
    ${
      channels.length === 0 &&
      html`<p class="muted">
        No messages yet. Connect a workspace with Hookline, then send one to <code>#general</code>.
      </p>`
    }
    ${channels.map(
      ({ title, posted }) =>
        html`<div class="card">
          <h3>${title}</h3>
          <ul class="lines">
            ${posted.map(line)}
          </ul>
        </div>`,
    )}`;
}

function line({ text, blocks, created, threadTs }: Message): Html {
  const iso = new Date(created * 1000).toISOString();
  return html`<li>
    <span
      >${threadTs !== undefined && html`<span class="muted">in a thread: </span>`}${text || `${blocks?.length} blocks`}</span
    >
    <time class="muted" datetime="${iso}">${iso.slice(11, 19)} UTC</time>
  </li>`;
}
