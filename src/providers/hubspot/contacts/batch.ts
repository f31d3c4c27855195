import {
  ConflictError,
  IntegrationError,
  ResponseFormatError,
  ValidationError,
} from '../../../contracts/errors.js';
import type { ApiOperation } from '../../../connections/roads/provider-api.js';
import { CONTACTS, MAX_BATCH, upsertAnswer, type UpsertAnswer } from './answers.js';
import type { UpsertInput } from './contact-key.js';
import { errorOf } from '../hubspot.errors.js';
import { RefusedPropertiesError } from './property-faults.js';
import { toRefusal } from './refusal.js';

/** Batches under way at once. */
const PARALLEL = 4;

/** What became of one input. */
export type UpsertOutcome =
  { readonly id: string; readonly created: boolean } | { readonly error: IntegrationError };

/**
 * Upserts contacts by HubSpot's batch calls. HubSpot refuses a whole batch for one contact in it (always where they are
 * known by e-mail address), so that those which are to blame are sought out, and the others sent without them.
 * @see https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide#upsert-contacts
 */
export class HubSpotUpserts {
  private readonly outcomes = new Map<UpsertInput, UpsertOutcome>();
  /** Why HubSpot cannot be spoken to at the moment: credentials, a limit, an outage. */
  private outage: IntegrationError | undefined;
  /** Whether HubSpot has judged any of them. */
  private judged = false;

  /** @param fieldOf where in our input a property of HubSpot's stands */
  constructor(
    private readonly hubspot: ApiOperation,
    private readonly fieldOf: (property: string) => string,
  ) {}

  /**
   * Upserts them. Those of one key are written one after the other, since HubSpot refuses them in one batch.
   * @throws IntegrationError when HubSpot cannot be spoken to and none of them was written
   */
  async run(inputs: readonly UpsertInput[]): Promise<void> {
    for (const wave of waves(inputs)) {
      const batches = chunks(wave, MAX_BATCH);
      for (const some of chunks(batches, PARALLEL)) await Promise.all(some.map((batch) => this.send(batch)));
    }
    if (this.outage && !this.judged) throw this.outage;
  }

  /** What became of one of them. */
  outcomeOf(input: UpsertInput): UpsertOutcome {
    return this.outcomes.get(input) ?? { error: this.unanswered() };
  }

  private async send(inputs: readonly UpsertInput[]): Promise<void> {
    if (this.outage) return this.settle(inputs, { error: this.outage });
    try {
      const answer = await this.hubspot.call({
        method: 'POST',
        path: `${CONTACTS}/batch/upsert`,
        json: { inputs: inputs.map((input, index) => ({ ...input, objectWriteTraceId: String(index) })) },
        safety: { by: 'upsert' },
        answer: upsertAnswer,
      });
      this.judged = true;
      await this.read(inputs, answer);
    } catch (error) {
      if (!(error instanceof IntegrationError)) throw error;
      if (isAboutContacts(error)) {
        this.judged = true;
        await this.isolate(inputs, error);
      } else {
        this.outage ??= error;
        this.settle(inputs, { error });
      }
    }
  }

  /** Finds each input's own result or error, and sends those that have neither again. */
  private async read(inputs: readonly UpsertInput[], { results, errors }: UpsertAnswer): Promise<void> {
    for (const [index, input] of inputs.entries()) {
      const result = results.find(
        ({ objectWriteTraceId, properties }) =>
          objectWriteTraceId === String(index) ||
          properties[input.idProperty]?.toLowerCase() === input.id.toLowerCase(),
      );
      const refused = errors.find(
        ({ context }) =>
          context['objectWriteTraceId']?.includes(String(index)) || context['ids']?.includes(input.id),
      );
      if (result) this.settle([input], { id: result.id, created: result.new });
      else if (refused) this.settle([input], { error: this.errorOf(refused) });
    }
    const open = inputs.filter((input) => !this.outcomes.has(input));
    if (open.length === 0) return;
    const [error] = errors;
    await this.isolate(open, error ? this.errorOf(error) : this.unanswered());
  }

  /** Settles those that the error is about for certain, and parts the others from each other until it is clear. */
  private async isolate(inputs: readonly UpsertInput[], error: IntegrationError): Promise<void> {
    if (inputs.length === 1) return this.settle(inputs, { error });
    const { guilty, groups } = part(inputs, error);
    this.settle(guilty, { error });
    for (const group of groups) await this.send(group);
  }

  private settle(inputs: readonly UpsertInput[], outcome: UpsertOutcome): void {
    for (const input of inputs) this.outcomes.set(input, outcome);
  }

  private errorOf(said: UpsertAnswer['errors'][number]): IntegrationError {
    return errorOf(toRefusal(said), this.hubspot.describe(), this.fieldOf);
  }

  private unanswered(): ResponseFormatError {
    const { operation } = this.hubspot.describe();
    const message = `HubSpot answered ${operation} without saying what became of the contact. Read it before you act again.`;
    return new ResponseFormatError(message, this.hubspot.describe());
  }
}

/** Whether a refusal is about what was sent, and not about who sent it or when. */
function isAboutContacts(error: IntegrationError): boolean {
  return error instanceof ValidationError || error instanceof ConflictError;
}

/** Who is to blame for an error for certain, and the others in groups that are worth a call of their own. */
function part(
  inputs: readonly UpsertInput[],
  error: IntegrationError,
): { guilty: readonly UpsertInput[]; groups: readonly UpsertInput[][] } {
  const named = error instanceof RefusedPropertiesError ? error : undefined;
  const guilty = inputs.filter(({ properties }) => named?.isCertainFor(properties));
  const others = inputs.filter((input) => !guilty.includes(input));
  if (guilty.length > 0) return { guilty, groups: chunks(others, MAX_BATCH) };
  const suspects = others.filter(({ properties }) => named?.mayBeAbout(properties));
  const rest = others.filter((input) => !suspects.includes(input));
  if (suspects.length > 0 && rest.length > 0) return { guilty, groups: [suspects, rest] };
  return { guilty, groups: chunks(others, Math.ceil(others.length / 2)) };
}

/** What can be under way at once: each key once, and all of one property to know them by. */
function waves(inputs: readonly UpsertInput[]): UpsertInput[][] {
  const seen = new Map<string, number>();
  const byWave = Map.groupBy(inputs, ({ idProperty, id }) => {
    const key = JSON.stringify([idProperty, id.toLowerCase()]);
    const turn = seen.get(key) ?? 0;
    seen.set(key, turn + 1);
    return `${idProperty} ${turn}`;
  });
  return [...byWave.values()];
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
