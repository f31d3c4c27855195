import type { Call } from './call.js';
import type { Message } from './rows.js';

let latestMicroseconds = 0;

/** A `ts` that no other message of this process has. */
export function newTimestamp(): string {
  latestMicroseconds = Math.max(latestMicroseconds + 1, Date.now() * 1000);
  return (latestMicroseconds / 1_000_000).toFixed(6);
}

/** Keeps a new message of the bot's. */
export function keepMessage(
  { state, workspace }: Call,
  content: Omit<Message, 'id' | 'team' | 'created'>,
): Message {
  const id = newTimestamp();
  const row = { ...content, id, team: workspace.id, created: Math.floor(Number(id)) };
  return state.transaction(() => state.put('message', row));
}
