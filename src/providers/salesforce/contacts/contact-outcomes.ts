import { IntegrationError, ValidationError } from '../../../contracts/errors.js';
import type { SalesforceOperation } from '../salesforce.client.js';
import type { Saved } from './collections.js';
import type { ContactDraft } from './contact-draft.js';
import { errorOf } from '../salesforce.errors.js';

/** A contact that was written, or the error about it alone. */
export type Written =
  { readonly id: string; readonly created: boolean } | { readonly error: IntegrationError };

/** What became of each. */
export type Outcomes = ReadonlyMap<ContactDraft, Written>;

/** A call that fails is the outcome of all whom it was for. @throws what is no IntegrationError */
export async function settle(
  drafts: readonly ContactDraft[],
  write: () => Promise<Outcomes>,
): Promise<Outcomes> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof IntegrationError) return failed(drafts, error);
    throw error;
  }
}

/**
 * Saves contacts by one call. For a field that contacts do not have, Salesforce refuses all who came together: then
 * those who have no such field go again without the others.
 * @throws what is no IntegrationError
 */
export function saveApart(
  drafts: readonly ContactDraft[],
  salesforce: SalesforceOperation,
  save: (drafts: readonly ContactDraft[]) => Promise<readonly Saved[]>,
): Promise<Outcomes> {
  return settle(drafts, async () => {
    if (drafts.length === 0) return new Map();
    try {
      const results = await save(drafts);
      return new Map(
        results.flatMap((result, index) => {
          const draft = drafts[index];
          return draft ? [[draft, outcomeOf(draft, result, salesforce)]] : [];
        }),
      );
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      const { refused = [], others = [] } = Object.groupBy(drafts, ({ inputPaths }) =>
        error.details.some(({ field }) => inputPaths.has(field.toLowerCase())) ? 'refused' : 'others',
      );
      if (refused.length === 0) throw error;
      return new Map([...failed(refused, error), ...(await saveApart(others, salesforce, save))]);
    }
  });
}

/** The same error with the fields as our input names them, if it is about fields. */
export function inOurWords(
  error: IntegrationError,
  inputPaths: ContactDraft['inputPaths'],
): IntegrationError {
  if (!(error instanceof ValidationError)) return error;
  const { message, provider, operation, attempts } = error;
  const details = error.details.map(({ field, issue }) => ({
    field: inputPaths.get(field.toLowerCase()) ?? field,
    issue,
  }));
  const about = {
    provider,
    operation,
    attempts,
    ...(error.status !== undefined && { status: error.status }),
  };
  return new ValidationError(message, about, details);
}

function failed(drafts: readonly ContactDraft[], error: IntegrationError): Outcomes {
  return new Map(drafts.map((draft) => [draft, { error: inOurWords(error, draft.inputPaths) }]));
}

function outcomeOf(draft: ContactDraft, result: Saved, salesforce: SalesforceOperation): Written {
  if (result.success) return { id: result.id, created: result.created };
  return { error: inOurWords(errorOf(result.errors, salesforce.describe()), draft.inputPaths) };
}
