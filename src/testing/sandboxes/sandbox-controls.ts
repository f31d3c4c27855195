import type { SandboxFault } from './sandbox-fault.js';
import type { SandboxRequest } from './sandbox-requests.js';

/** What every stand-in can do, beside what is its own (`sandboxes.stripe.charges()`, `sandboxes.slack.messages()`…). */
export interface SandboxControls {
  /** The calls of its API so far, oldest first. Tokens and pages are left out. */
  requests(): readonly SandboxRequest[];
  /** Makes the next matching call of its API go wrong, or the next `times`. */
  failNext(fault: SandboxFault): void;
  /** Takes back the faults that have not happened yet. */
  clearFaults(): void;
}
