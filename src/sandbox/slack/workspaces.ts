import type { Account } from '../oauth/consent.js';

/** A conversation of a workspace. Hookline's bot is in all of them, except where it says otherwise. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly botIsOut?: boolean;
  /** The bot's direct message with somebody. */
  readonly direct?: boolean;
}

/** Somebody who works there. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** A workspace of the sandbox; `detail` is its domain. */
export interface Workspace extends Account {
  readonly botUserId: string;
  readonly botId: string;
  readonly people: readonly [Person, ...Person[]];
  readonly channels: readonly Channel[];
}

export const WORKSPACES: readonly [Workspace, ...Workspace[]] = [
  workspace('ACME', 'Acme Inc', 'acme'),
  workspace('GLOBEX', 'Globex', 'globex'),
  workspace('INITECH', 'Initech', 'initech'),
];

/** The app as Slack numbers it. */
export const APP_ID = 'A0SANDBOX';

/** A workspace by its id. */
export function workspaceOf(id: string): Workspace {
  return WORKSPACES.find((each) => each.id === id) ?? WORKSPACES[0];
}

/** The direct message of a person with the bot. */
export function directMessage({ id, name }: Person): Channel {
  return { id: `D${id.slice(1)}`, name, private: true, direct: true };
}

/** All conversations of a workspace, the direct messages last. */
export function conversationsOf({ channels, people }: Workspace): readonly Channel[] {
  return [...channels, ...people.map(directMessage)];
}

function workspace(code: string, name: string, domain: string): Workspace {
  return {
    id: `T0${code}`,
    name,
    detail: `${domain}.slack.com`,
    botUserId: `U0${code}BOT`,
    botId: `B0${code}`,
    people: [
      { id: `U0${code}ADA`, name: 'Ada Lovelace', email: `ada@${domain}.example` },
      { id: `U0${code}ALAN`, name: 'Alan Turing', email: `alan@${domain}.example` },
    ],
    channels: [
      { id: `C0${code}GENERAL`, name: 'general' },
      { id: `C0${code}ORDERS`, name: 'orders' },
      { id: `C0${code}ALERTS`, name: 'alerts' },
      { id: `C0${code}LUNCH`, name: 'lunch', botIsOut: true },
      { id: `C0${code}OLD`, name: 'old-project', archived: true },
      { id: `C0${code}BOARD`, name: 'board', private: true, botIsOut: true },
      { id: `C0${code}FINANCE`, name: 'finance', private: true },
    ],
  };
}
