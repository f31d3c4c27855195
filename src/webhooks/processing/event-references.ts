import { Injectable } from '@nestjs/common';
import { TimelineReferences } from '../../platform/timeline/timeline-references.js';
import { WebhookSources } from '../sources/webhook-sources.js';
import type { StoredEvent } from './stored-event.js';

/** Notes what events are about, by the metadata of the objects in them, before their handlers run. */
@Injectable()
export class EventReferences {
  constructor(
    private readonly sources: WebhookSources,
    private readonly references: TimelineReferences,
  ) {}

  /** Costs one reading of each payload, of those sources that know metadata. Throws nothing. */
  note(events: readonly StoredEvent[]): void {
    for (const event of events) {
      const metadata = this.metadataOf(event);
      if (metadata) this.references.noteAmong(metadata, { requestId: event.requestId, eventId: event.id });
    }
  }

  private metadataOf(event: StoredEvent): Readonly<Record<string, unknown>> | undefined {
    try {
      const source = this.sources.get(event.provider);
      return source.metadataOf?.(source.parse(event));
    } catch {
      return undefined; // whoever handles it says what is wrong with it
    }
  }
}
