import { z } from 'zod';
import { contactAnswer, writtenAnswer } from './contact-answer.js';
import type { Contacts } from './contacts.js';
import { HubSpotApiError, invalidInput, objectNotFound } from './errors.js';
import { isUnique } from './properties.js';
import type { HubSpotState } from './rows.js';

const MAX_INPUTS = 100;

const values = z.record(z.string(), z.string());
const traceId = z.string().optional();

const readInput = z.object({
  inputs: z.array(z.object({ id: z.string() })),
  properties: z.array(z.string()),
  idProperty: z.string().optional(),
});
const createInput = z.object({
  inputs: z.array(z.object({ properties: values, objectWriteTraceId: traceId })),
});
const writeInput = z.object({
  inputs: z.array(
    z.object({
      id: z.string(),
      properties: values,
      idProperty: z.string().optional(),
      objectWriteTraceId: traceId,
    }),
  ),
});

interface BatchAnswer {
  status: number;
  body: object;
}

/** What became of one input. */
type Outcome = { result: object } | { error: object };

/** @see https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/batch/post-crm-v3-objects-contacts-batch-read */
export function batchRead(contacts: Contacts, body: unknown): BatchAnswer {
  const { inputs, properties, idProperty } = parse(readInput, body);
  refuseTooMany(inputs);
  if (idProperty !== undefined) requireUnique(idProperty, contacts);
  const missing: string[] = [];
  const outcomes = inputs.flatMap(({ id }): Outcome[] => {
    const row = contacts.find(id, idProperty);
    if (!row) missing.push(id);
    return row ? [{ result: contactAnswer(row, properties) }] : [];
  });
  if (missing.length > 0) {
    const message =
      'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.';
    const error = new HubSpotApiError(404, 'OBJECT_NOT_FOUND', message).toBatchError({ ids: missing });
    outcomes.push({ error });
  }
  return answerOf(200, outcomes);
}

export function batchCreate(state: HubSpotState, contacts: Contacts, body: unknown): BatchAnswer {
  const { inputs } = parse(createInput, body);
  refuseTooMany(inputs);
  const traced = inputs.every(({ objectWriteTraceId }) => objectWriteTraceId !== undefined);
  return perform(state, 201, inputs, traced, ({ properties, objectWriteTraceId }) =>
    writtenAnswer(contacts.create(properties), Object.keys(properties), objectWriteTraceId),
  );
}

export function batchUpdate(state: HubSpotState, contacts: Contacts, body: unknown): BatchAnswer {
  const { inputs } = parse(writeInput, body);
  refuseTooMany(inputs);
  refuseRepeated(inputs);
  return perform(state, 200, inputs, true, ({ id, idProperty, properties, objectWriteTraceId }) => {
    const row = contacts.find(id, idProperty);
    if (!row) throw objectNotFound();
    return writtenAnswer(contacts.update(row, properties), Object.keys(properties), objectWriteTraceId);
  });
}

/**
 * By e-mail address it happens wholly or not at all; by a property of the account's own, each input for itself.
 * @see https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide#upsert-contacts
 */
export function batchUpsert(state: HubSpotState, contacts: Contacts, body: unknown): BatchAnswer {
  const { inputs } = parse(writeInput, body);
  refuseTooMany(inputs);
  refuseRepeated(inputs);
  const [idProperty, ...others] = new Set(inputs.map((input) => input.idProperty));
  if (idProperty === undefined || others.length > 0) {
    throw invalidInput('All inputs must have the same idProperty.');
  }
  requireUnique(idProperty, contacts);
  const traced = inputs.every(({ objectWriteTraceId }) => objectWriteTraceId !== undefined);
  const partly = traced && idProperty !== 'email';
  return perform(state, 200, inputs, partly, ({ id, properties, objectWriteTraceId }) => {
    const { row, created } = contacts.upsert(id, idProperty, properties);
    return { ...writtenAnswer(row, Object.keys(properties), objectWriteTraceId), new: created };
  });
}

/** @param partly whether an input that is refused leaves the others alone */
function perform<Input extends { id?: string; objectWriteTraceId?: string | undefined }>(
  state: HubSpotState,
  status: number,
  inputs: readonly Input[],
  partly: boolean,
  run: (input: Input) => object,
): BatchAnswer {
  return state.transaction(() =>
    answerOf(
      status,
      inputs.map((input): Outcome => {
        try {
          return { result: run(input) };
        } catch (error) {
          if (!partly || !(error instanceof HubSpotApiError)) throw error;
          const { id, objectWriteTraceId } = input;
          return {
            error: error.toBatchError({
              ...(id !== undefined && { ids: [id] }),
              ...(objectWriteTraceId !== undefined && { objectWriteTraceId: [objectWriteTraceId] }),
            }),
          };
        }
      }),
    ),
  );
}

/** The results come in no order that could be relied on: here, the other way round. */
function answerOf(status: number, outcomes: readonly Outcome[]): BatchAnswer {
  const results = outcomes.flatMap((each) => ('result' in each ? [each.result] : [])).toReversed();
  const errors = outcomes.flatMap((each) => ('error' in each ? [each.error] : []));
  const now = new Date().toISOString();
  const body = { status: 'COMPLETE', results, startedAt: now, completedAt: now };
  return errors.length === 0
    ? { status, body }
    : { status: 207, body: { ...body, numErrors: errors.length, errors } };
}

function refuseTooMany(inputs: readonly unknown[]): void {
  if (inputs.length > MAX_INPUTS) {
    throw invalidInput(`The batch size of ${inputs.length} exceeds the maximum of ${MAX_INPUTS}.`);
  }
}

function refuseRepeated(inputs: readonly { id: string }[]): void {
  const ids = inputs.map(({ id }) => id.toLowerCase());
  const repeated = ids.filter((id, position) => ids.indexOf(id) !== position);
  if (repeated.length > 0) {
    throw invalidInput(`Duplicate IDs found in batch input: [${repeated.join(', ')}]. IDs must be unique`);
  }
}

function requireUnique(property: string, { hub }: Contacts): void {
  if (isUnique(property)) return;
  const message = `Unable to perform update/upsert by non-unique 0-1 property ${property} in portal ID ${hub}`;
  throw invalidInput(message);
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const { data, error } = schema.safeParse(body);
  if (data !== undefined) return data;
  throw invalidInput(`Invalid input JSON: ${error?.issues.map(({ path }) => path.join('.')).join(', ')}`);
}
