import type { OutboundCall } from '../outbound-call.js';

/** A way to prove who calls. One object serves all accounts of a provider; `call.connectionId` says which is meant. */
export interface Authorization {
  /** The call with its credential on it. Asked for each attempt, so that a renewed credential is used at once. */
  authorize(call: OutboundCall): Promise<OutboundCall>;
  /**
   * Where the account of a call has its API, when that is not the provider's base URL (Salesforce's instances): the
   * credential is for that origin only.
   */
  originFor?(call: OutboundCall): Promise<string | undefined>;
  /**
   * Told that the provider refused (401) the credential `refused` was sent with.
   * @returns whether another one can be had, so that the attempt is worth repeating once
   */
  renew?(refused: OutboundCall): Promise<boolean>;
}
