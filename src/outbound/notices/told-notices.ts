import { LRUCache } from 'lru-cache';
import { ApiNoticeKind } from '../../platform/database/generated/enums.js';

/** So many notices of one operation and kind are told apart; all further ones count as one. */
export const MAX_NOTICES = 100;

/** Operations that are remembered in this process. */
const MAX_OPERATIONS = 500;

/** How much of a name is remembered, in characters. Names are the provider's. */
const MAX_LENGTH = 300;

/** What is still so after a day is told to the database again, in ms: it may have been restored, or cleared. */
const REMEMBERED_MS = 86_400_000;

type ToldThings = Readonly<Record<ApiNoticeKind, Set<string>>>;

/** What this process has told the database already. Bounded, whatever providers come up with. */
export class ToldNotices {
  private readonly operations = new LRUCache<string, ToldOfOperation>({
    max: MAX_OPERATIONS,
    ttl: REMEMBERED_MS,
  });

  of(provider: string, operation: string): ToldOfOperation {
    const name = `${provider} ${operation}`;
    const known = this.operations.get(name);
    if (known) return known;
    const told = new ToldOfOperation();
    this.operations.set(name, told);
    return told;
  }
}

class ToldOfOperation {
  private readonly things: ToldThings = {
    unknown_field: new Set(),
    unknown_value: new Set(),
    deprecated: new Set(),
  };

  /** Whether this was told before: no (`new`), or no, and it is one of the many that count as one (`more`). */
  tell(kind: ApiNoticeKind, thing: string): 'known' | 'new' | 'more' {
    const things = this.things[kind];
    const key = thing.length > MAX_LENGTH ? thing.slice(0, MAX_LENGTH) : thing;
    if (things.has(key) || things.size > MAX_NOTICES) return 'known';
    things.add(copyOf(key));
    return things.size > MAX_NOTICES ? 'more' : 'new';
  }
}

/** A part of a text keeps all of it in memory; a copy does not. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
