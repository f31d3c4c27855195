import type { EventContent, StoredEvent } from './rows.js';

type Matches = (event: StoredEvent) => boolean;

/**
 * What a listing's `q`, `iCalUID`, `eventTypes` and extended properties leave of it.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events/list
 */
export function readFilter(query: URLSearchParams): Matches {
  const terms = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const types = query.getAll('eventTypes');
  const iCalUID = query.get('iCalUID');
  const shared = query.getAll('sharedExtendedProperty');
  const own = query.getAll('privateExtendedProperty');
  return (event) => {
    const { content } = event;
    const { extendedProperties: properties } = content;
    return (
      terms.every((term) => searchedText(content, event.organizer).includes(term)) &&
      (types.length === 0 || types.includes(content.eventType)) &&
      (iCalUID === null || iCalUID === event.iCalUID) &&
      own.every((wish) => hasProperty(properties?.private, wish)) &&
      shared.every((wish) => hasProperty(properties?.shared, wish))
    );
  };
}

function searchedText(content: EventContent, organizer: string): string {
  const { summary, description, location, attendees = [] } = content;
  const people = attendees.flatMap(({ email, displayName }) => [email, displayName]);
  return [summary, description, location, organizer, ...people].join('\n').toLowerCase();
}

/** @param wish `name=value` */
function hasProperty(properties: Readonly<Record<string, string>> | undefined, wish: string): boolean {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(wish) ?? [];
  return properties?.[name] === value;
}
