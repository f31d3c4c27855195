import type { Revealed } from '../../../timeline/reveals.js';
import { ConsolePage } from '../../frame/console-page.js';
import { Card, Facts, Notice } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { readablePayload } from '../webhook-events/readable-payload.js';
import { RevealForm } from './story.js';

interface RevealedPageProps {
  readonly session: ConsoleSession;
  readonly revealed: Revealed;
  readonly reason: string;
}

/** What an entry holds, for the one who said why. */
export function RevealedPage({ session, revealed, reason }: RevealedPageProps): JSX.Element {
  const { text, isCut } = readablePayload(Buffer.from(revealed.content));
  return (
    <ConsolePage session={session} room="timeline" title={`What the ${wordOf(revealed.kind)} holds`}>
      <Notice kind="info">
        <p>That you looked is in the audit log. Secrets are left out; personal data is as it came.</p>
      </Notice>
      <Card title="Looked at">
        <Facts
          rows={[
            ['Id', <code safe>{revealed.id}</code>],
            ['Why', <span safe>{reason}</span>],
          ]}
        />
      </Card>
      <Card title="Content">
        <pre tabindex="0" safe>
          {text}
        </pre>
        {(isCut || revealed.isCut) && <p class="soft">This is only its beginning.</p>}
      </Card>
    </ConsolePage>
  );
}

interface RefusedRevealPageProps {
  readonly session: ConsoleSession;
  readonly kind: string;
  readonly id: string;
  readonly reason: string;
  readonly error: string;
}

/** The question again, with what is wrong with the answer. */
export function RefusedRevealPage({ session, ...form }: RefusedRevealPageProps): JSX.Element {
  return (
    <ConsolePage session={session} room="timeline" title={`What the ${wordOf(form.kind)} holds`}>
      <Notice kind="bad">
        <p safe>{`Nothing was shown: the reason ${form.error}.`}</p>
      </Notice>
      <RevealForm session={session} {...form} />
    </ConsolePage>
  );
}

function wordOf(kind: string): string {
  return kind.replaceAll('_', ' ');
}
