import type { Children } from '@kitajs/html';
import type { PortalSession } from './portal-session.js';

interface PortalFormProps {
  readonly session: PortalSession;
  /** Where it is sent: `/portal/endpoints`. */
  readonly action: string;
  readonly children?: Children;
}

/** A form that acts: POST with the CSRF token of the session. */
export function PortalForm({ session, action, children }: PortalFormProps): JSX.Element {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="csrf" value={session.csrfToken} />
      {children}
    </form>
  );
}

interface QuestionProps extends PortalFormProps {
  /** The text of the button that opens the question. */
  readonly label: string;
  /** What is asked, or explained, before the form's own button acts. */
  readonly question: string;
}

/** A form behind a question. It needs no script: a button opens it, and the form's own button stands below. */
export function Question({ label, question, children, ...form }: QuestionProps): JSX.Element {
  return (
    <details class="confirm">
      <summary class="button" safe>
        {label}
      </summary>
      <PortalForm {...form}>
        <p safe>{question}</p>
        {children}
      </PortalForm>
    </details>
  );
}
