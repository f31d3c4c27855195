import { accountOf, operationGroup, type OutboundCall } from '../outbound-call.js';

/** What shares a circuit: the calls of one provider, account and group of operations. */
export interface CircuitKey {
  readonly provider: string;
  /** The connected account, or `default`. */
  readonly account: string;
  /** The first word of the operations: `payments`. */
  readonly group: string;
}

/** Which circuits are meant: what is left out means all. */
export interface CircuitSelection {
  readonly provider: string;
  readonly account?: string | undefined;
  readonly group?: string | undefined;
}

/** Stands for all accounts or all groups in a key that selects circuits. */
export const ALL = '*';

export function circuitKeyOf(
  call: Pick<OutboundCall, 'provider' | 'connectionId' | 'operation'>,
): CircuitKey {
  return { provider: call.provider, account: accountOf(call), group: operationGroup(call) };
}

/** A selection as it is stored: every field is there. */
export function selectionKey({ provider, account = ALL, group = ALL }: CircuitSelection): CircuitKey {
  return { provider, account, group };
}

/** The key as one word. None of its parts can hold a slash. */
export function keyText({ provider, account, group }: CircuitKey): string {
  return `${provider}/${account}/${group}`;
}

/** Whether a selection means this circuit. */
export function selects(selection: CircuitKey, key: CircuitKey): boolean {
  return (
    selection.provider === key.provider &&
    (selection.account === ALL || selection.account === key.account) &&
    (selection.group === ALL || selection.group === key.group)
  );
}

/** Whether a key means more than one circuit. */
export function isWholesale({ account, group }: CircuitKey): boolean {
  return account === ALL || group === ALL;
}
