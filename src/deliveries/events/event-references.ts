import { z } from 'zod';
import type { TimelineReferences } from '../../platform/timeline/timeline-references.js';

const withMetadata = z.looseObject({ metadata: z.unknown() });

/** Notes what an event is about: its subject, and what its data and its `metadata` refer to. */
export function noteEvent(references: TimelineReferences, subject: string | undefined, data: unknown): void {
  if (subject !== undefined) references.note({ subject });
  references.noteAmong(data);
  const { success, data: known } = withMetadata.safeParse(data);
  if (success) references.noteAmong(known.metadata);
}
