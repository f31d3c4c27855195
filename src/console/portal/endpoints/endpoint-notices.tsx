import { CopyField, Notice, Time } from '../../frame/parts.js';
import { PortalForm } from '../frame/portal-form.js';
import type { PortalSession } from '../frame/portal-session.js';

/** A secret, this once. @param previousUntil until when the one before signs, too */
export function SecretNotice({
  secret,
  previousUntil,
}: {
  secret: string;
  previousUntil?: Date;
}): JSX.Element {
  return (
    <Notice kind="good">
      <p>Copy the secret now: it is not shown again. With it you verify that what arrives is from here.</p>
      {previousUntil !== undefined && (
        <p>
          The secret before ends <Time at={previousUntil} />; until then, what is sent is signed with both.
        </p>
      )}
      <CopyField label="Signing secret" value={secret} />
    </Notice>
  );
}

interface ProgressNoticeProps {
  readonly session: PortalSession;
  /** How far it got. */
  readonly text: string;
  /** Sends the rest, where not all was done at once. */
  readonly action: string;
  readonly hours: number;
  /** Where to go on; `undefined` when it is done. */
  readonly next: string | undefined;
}

/** How many deliveries a form has brought on their way, with a button for the rest. */
export function ProgressNotice({ session, text, action, hours, next }: ProgressNoticeProps): JSX.Element {
  return (
    <Notice kind={next === undefined ? 'good' : 'info'}>
      <p safe>{text}</p>
      {next !== undefined && (
        <PortalForm session={session} action={action}>
          <input type="hidden" name="hours" value={String(hours)} />
          <input type="hidden" name="after" value={next} />
          <button>Go on with the rest</button>
        </PortalForm>
      )}
    </Notice>
  );
}
