import { type Html, html } from '../../platform/pages/html.js';
import type { State } from '../state.js';
import type { Block } from './blocks.js';
import type { Message, SlackRows } from './rows.js';
import { type Channel, conversationsOf, WORKSPACES } from './workspaces.js';

const SHOWN = 100;

/** What was posted lately, by workspace and channel, with the threads below their first messages. */
export function channelsPart(state: State<SlackRows>): Html {
  const messages = state.table('message').newest(SHOWN);
  const channels = WORKSPACES.flatMap((workspace) =>
    conversationsOf(workspace).map((channel) => ({
      title: `${workspace.name} · ${titleOf(channel)}`,
      posted: messages.filter(({ team, channel: id }) => team === workspace.id && id === channel.id),
    })),
  ).filter(({ posted }) => posted.length > 0);
  return html`<h2>Messages</h2>
    ${
      channels.length === 0 &&
      html`<p class="muted">
        No messages yet. Send one to <code>#general</code>, or connect a workspace with Hookline first.
      </p>`
    }
    ${channels.map(
      ({ title, posted }) =>
        html`<div class="card">
          <h3>${title}</h3>
          <ul class="lines">
            ${inThreads(posted).map((message) => line(state, message))}
          </ul>
        </div>`,
    )}`;
}

function titleOf({ name, direct }: Channel): string {
  return direct ? name : `#${name}`;
}

/** Newest first, but each thread in the order in which it was said. */
function inThreads(posted: readonly Message[]): Message[] {
  const known = new Set(posted.map(({ id }) => id));
  const first = posted.filter(({ threadTs }) => threadTs === undefined || !known.has(threadTs));
  return first.flatMap((message) => [
    message,
    ...posted.filter(({ threadTs }) => threadTs === message.id).toReversed(),
  ]);
}

function line(state: State<SlackRows>, { text, blocks, files, created, threadTs, edited }: Message): Html {
  const iso = new Date(created * 1000).toISOString();
  return html`<li>
    <div>
      ${threadTs !== undefined && html`<span class="muted">in a thread: </span>`}${
        blocks?.length ? blocks.map(blockPart) : text
      }
      ${edited !== undefined && html`<span class="muted">(edited)</span>`}
      ${files?.map((id) => html` <a href="/files/${id}">${state.table('file').get(id)?.name ?? id}</a>`)}
    </div>
    <time class="muted" datetime="${iso}">${iso.slice(11, 19)} UTC</time>
  </li>`;
}

/** A block in words: what it says, its buttons in brackets. */
function blockPart(block: Block): Html {
  if (block.type === 'divider') return html`<hr />`;
  const said = block.type === 'image' ? [`🖼 ${String(block.alt_text)}`] : wordsOf(block);
  return block.type === 'header'
    ? html`<p><strong>${said}</strong></p>`
    : html`<p>${said.map((words) => html`${block.type === 'actions' ? `[${words}]` : words} `)}</p>`;
}

/** Every text in a block, in order. */
function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== 'object' || value === null) return [];
  if ('text' in value && typeof value.text === 'string') return [value.text];
  return Object.values(value).flatMap(wordsOf);
}
