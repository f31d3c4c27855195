import { type Html, html } from '../../platform/pages/html.js';

/** A time in Unix seconds, for people. */
export function time(seconds: number): Html {
  const iso = new Date(seconds * 1000).toISOString();
  return html`<time datetime="${iso}">${iso.replace('T', ' ').slice(0, 19)} UTC</time>`;
}
