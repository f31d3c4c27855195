import { LRUCache } from 'lru-cache';
import { systemClock } from '../clock.js';
import { accountOf, operationGroup, type OutboundCall } from '../outbound-call.js';
import {
  Circuit,
  type CircuitHold,
  type CircuitOptions,
  type CircuitState,
  type StateChange,
} from './circuit.js';
import { circuitKeyOf, keyText, selects, type CircuitKey } from './circuit-key.js';

/** A change of state, and of which circuit. */
export interface CircuitChange extends CircuitKey, Omit<StateChange, 'to'> {
  readonly to: CircuitState['name'];
  /** For how long it is open from this moment on, in ms; only of a circuit that has opened. */
  readonly openForMs?: number;
}

/** An open circuit lets nothing through for this long, in ms. */
const OPEN_MS = 10_000;

/** Circuits kept of each kind; one that is forgotten begins again as closed. */
const MAX_CLOSED = 20_000;
const MAX_TROUBLED = 20_000;

interface Entry {
  readonly key: CircuitKey;
  readonly circuit: Circuit;
}

/**
 * All circuits of this process. Those at rest are forgotten when long unused, however many accounts there are; those
 * that are open are not. State lives here and news go to listeners: it meets neither a database nor a logger.
 */
export class Circuits {
  private readonly closed = new LRUCache<string, Entry>({ max: MAX_CLOSED });
  /** Open and half-open ones, the one that changed last at the end. */
  private readonly troubled = new Map<string, Entry>();
  private readonly holds = new Map<string, { selection: CircuitKey; hold: CircuitHold }>();
  private readonly known = new Set<string>();
  private readonly listeners: ((change: CircuitChange) => void)[] = [];
  private readonly options: CircuitOptions;

  constructor(options: Partial<CircuitOptions> = {}) {
    this.options = { clock: systemClock, openMs: OPEN_MS, ...options };
  }

  /** Calls `listener` at every change of state in this process; it must not throw. */
  onStateChange(listener: (change: CircuitChange) => void): void {
    this.listeners.push(listener);
  }

  /** The circuit that a call belongs to. */
  of(call: OutboundCall): Circuit {
    const text = `${call.provider}/${accountOf(call)}/${operationGroup(call)}`;
    const found = this.closed.get(text) ?? this.troubled.get(text);
    return (found ?? this.add(circuitKeyOf(call), text)).circuit;
  }

  /** The circuit of a key, new and closed if this process has not met it. */
  get(key: CircuitKey): Circuit {
    return (this.find(key) ?? this.add(key, keyText(key))).circuit;
  }

  /** The circuit of a key, if this process has met it. */
  peek(key: CircuitKey): Circuit | undefined {
    return this.find(key)?.circuit;
  }

  /** Holds all circuits that the selection means, those still to come too, or lets them go (`undefined`). */
  setHold(selection: CircuitKey, hold: CircuitHold | undefined): void {
    const text = keyText(selection);
    if (!hold && !this.holds.has(text)) return;
    if (hold) this.holds.set(text, { selection, hold });
    else this.holds.delete(text);
    for (const { key, circuit } of [...this.closed.values(), ...this.troubled.values()]) {
      if (selects(selection, key)) circuit.setHold(this.holdOf(key));
    }
  }

  /** All providers that have been called or are held. */
  providers(): string[] {
    const held = [...this.holds.values()].map(({ selection }) => selection.provider);
    return [...new Set([...this.known, ...held])];
  }

  /** The worst state among a provider's circuits. An open one whose time is over counts as half-open. */
  worstState(provider: string): CircuitState['name'] {
    const isHeldOpen = [...this.holds.values()].some(
      ({ selection, hold }) => hold.as === 'open' && selection.provider === provider,
    );
    if (isHeldOpen) return 'open';
    const troubled = [...this.troubled.values()].filter(({ key }) => key.provider === provider);
    if (troubled.some(({ circuit }) => circuit.state.name === 'open' && !circuit.isDue)) return 'open';
    return troubled.length ? 'half_open' : 'closed';
  }

  private find(key: CircuitKey): Entry | undefined {
    const text = keyText(key);
    return this.closed.get(text) ?? this.troubled.get(text);
  }

  private add(key: CircuitKey, text: string): Entry {
    const circuit = new Circuit(this.options, (change) => this.onChange(entry, change));
    const entry = { key, circuit };
    this.known.add(key.provider);
    this.closed.set(text, entry);
    circuit.setHold(this.holdOf(key));
    return entry;
  }

  /** Of several holds on one circuit, one that holds it open wins: a kill switch is not undone by chance. */
  private holdOf(key: CircuitKey): CircuitHold | undefined {
    const holds = [...this.holds.values()].filter(({ selection }) => selects(selection, key));
    return (holds.find(({ hold }) => hold.as === 'open') ?? holds[0])?.hold;
  }

  private onChange(entry: Entry, { to, ...change }: StateChange): void {
    const text = keyText(entry.key);
    this.troubled.delete(text);
    this.closed.delete(text);
    if (to.name === 'closed') this.closed.set(text, entry);
    else this.troubled.set(text, entry);
    this.forgetLongUnused();
    const openForMs = to.name === 'open' ? { openForMs: to.untilMs - this.options.clock.nowMs() } : {};
    for (const listener of this.listeners) listener({ ...entry.key, ...change, to: to.name, ...openForMs });
  }

  /** Circuits that opened and were never called again would else add up. */
  private forgetLongUnused(): void {
    if (this.troubled.size <= MAX_TROUBLED) return;
    for (const [text, { circuit }] of this.troubled) {
      if (!circuit.isDue) break;
      this.troubled.delete(text);
      if (this.troubled.size <= MAX_TROUBLED) break;
    }
  }
}
