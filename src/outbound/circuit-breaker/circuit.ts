import { CircuitState as BreakerState, SamplingBreaker } from 'cockatiel';
import type { Clock } from '../clock.js';
import type { CircuitVerdict } from './circuit-verdict.js';

/** Times are those of {@link Clock.nowMs}. */
export type CircuitState =
  | { readonly name: 'closed' }
  /** `untilMs` is `Infinity` while a person holds the circuit open. */
  | { readonly name: 'open'; readonly untilMs: number }
  | { readonly name: 'half_open'; trialsInFlight: number };

/** A call's leave to go: the very state that gave it. News of a state that is over counts for nothing. */
export type Admission = Exclude<CircuitState, { name: 'open' }>;

/** A circuit stays as it is, whatever the provider does, because a person says so. */
export interface CircuitHold {
  readonly as: 'open' | 'closed';
  readonly reason: string;
}

/** A change of a circuit's state. */
export interface StateChange {
  readonly from: CircuitState['name'];
  readonly to: CircuitState;
  readonly reason: string;
  /** Somebody else's news: another replica's, or a person's. */
  readonly adopted: boolean;
}

export interface CircuitOptions {
  readonly clock: Clock;
  /** How long an open circuit lets nothing through, in ms, less up to a tenth by chance. */
  readonly openMs: number;
}

/** Trial calls in flight at once in a half-open circuit. */
const MAX_TRIALS = 2;

/** When to ask again while trial calls are on their way, in ms. */
const TRIAL_RETRY_MS = 1_000;

/** When to ask again while a person holds the circuit open, in ms. */
const HELD_RETRY_MS = 60_000;

/** Calls are counted over this long, in ms. */
const WINDOW_MS = 10_000;

/**
 * One circuit breaker. cockatiel counts, and says when to open: more than half of the calls of {@link WINDOW_MS} failed,
 * of at least ten. The state is kept here, since cockatiel's own policy lets a single trial through and cannot take
 * over what another replica has seen.
 */
export class Circuit {
  private current: CircuitState = { name: 'closed' };
  private currentHold: CircuitHold | undefined;
  private why = '';
  private calls = newCount();
  private countedAtMs = 0;

  constructor(
    private readonly options: CircuitOptions,
    private readonly onChange: (change: StateChange) => void,
  ) {}

  get state(): CircuitState {
    return this.current;
  }

  get hold(): CircuitHold | undefined {
    return this.currentHold;
  }

  /** Why the circuit is in its state. */
  get reason(): string {
    return this.why;
  }

  /** The open time is over, and the next call will be a trial. */
  get isDue(): boolean {
    return this.current.name === 'open' && this.options.clock.nowMs() >= this.current.untilMs;
  }

  /** When it makes sense to ask again, in ms. */
  get retryAfterMs(): number {
    if (this.currentHold) return HELD_RETRY_MS;
    if (this.current.name !== 'open') return TRIAL_RETRY_MS;
    return Math.max(0, Math.ceil(this.current.untilMs - this.options.clock.nowMs()));
  }

  /** Lets a call go, or not (`undefined`). Whatever becomes of it has to be told to {@link settle}. */
  admit(): Admission | undefined {
    const state = this.current;
    if (state.name === 'closed') return state;
    if (state.name === 'open' && !this.isDue) return undefined;
    const trial = state.name === 'half_open' ? state : this.halfOpen();
    if (trial.trialsInFlight >= MAX_TRIALS) return undefined;
    trial.trialsInFlight += 1;
    return trial;
  }

  /** Whether a call that was let go and then had to wait may still leave. */
  mayDepart(admission: Admission): boolean {
    return this.current === admission || this.current.name === 'closed';
  }

  /** Takes note of how a call ended. `why` says what failed: `HTTP 503`. */
  settle(admission: Admission, verdict: CircuitVerdict, why: string): void {
    if (this.current !== admission) return;
    if (admission.name === 'half_open') this.settleTrial(admission, verdict, why);
    else if (!this.currentHold) this.count(verdict, why);
  }

  /** Takes over that another replica opened the circuit, for as long as it says, in ms. */
  adoptOpen(remainingMs: number, reason: string): void {
    if (this.currentHold) return;
    this.become({ name: 'open', untilMs: this.options.clock.nowMs() + remainingMs }, reason, true);
  }

  /** Takes over that another replica's trial call closed the circuit. */
  adoptClosed(reason: string): void {
    if (!this.currentHold && this.current.name !== 'closed') this.close(reason, true);
  }

  /** Holds the circuit, or lets it go (`undefined`): then it is closed, and counts anew. */
  setHold(hold: CircuitHold | undefined): void {
    if (hold?.as === this.currentHold?.as && hold?.reason === this.currentHold?.reason) return;
    this.currentHold = hold;
    if (hold?.as === 'open') this.become({ name: 'open', untilMs: Infinity }, hold.reason, true);
    else this.close(hold ? hold.reason : 'released', true);
  }

  private settleTrial(
    trial: Extract<Admission, { name: 'half_open' }>,
    verdict: CircuitVerdict,
    why: string,
  ): void {
    trial.trialsInFlight -= 1;
    if (verdict === 'success') this.close('a trial call succeeded', false);
    if (verdict === 'failure') this.open(`a trial call failed: ${why}`);
  }

  private count(verdict: CircuitVerdict, why: string): void {
    if (verdict === 'ignored') return;
    const nowMs = this.options.clock.nowMs();
    // cockatiel lets go of old seconds one by one, as new calls come; after a silence nothing old shall count.
    if (nowMs - this.countedAtMs > WINDOW_MS) this.calls = newCount();
    this.countedAtMs = nowMs;
    if (verdict === 'success') this.calls.success(BreakerState.Closed);
    else if (this.calls.failure(BreakerState.Closed)) {
      this.open(`more than half of the last calls failed, the latest one with ${why}`);
    }
  }

  private open(reason: string): void {
    const jitter = 1 - Math.random() / 10;
    const untilMs = this.options.clock.nowMs() + this.options.openMs * jitter;
    this.become({ name: 'open', untilMs }, reason, false);
  }

  private halfOpen(): Extract<CircuitState, { name: 'half_open' }> {
    const state = { name: 'half_open' as const, trialsInFlight: 0 };
    this.become(state, 'trial calls go through', false);
    return state;
  }

  private close(reason: string, adopted: boolean): void {
    this.calls = newCount();
    this.become({ name: 'closed' }, reason, adopted);
  }

  private become(to: CircuitState, reason: string, adopted: boolean): void {
    const from = this.current.name;
    this.current = to;
    this.why = reason;
    if (from !== to.name) this.onChange({ from, to, reason, adopted });
  }
}

/** `minimumRps` times the window is the least number of calls that can open the circuit: ten. */
function newCount(): SamplingBreaker {
  return new SamplingBreaker({ threshold: 0.5, duration: WINDOW_MS, minimumRps: 1 });
}
