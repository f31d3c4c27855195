import { hash } from 'node:crypto';
import { IntegrationError } from '../../contracts/errors.js';

/** What stands in a request for its document. */
export interface Question {
  readonly query?: string;
  readonly extensions?: { readonly persistedQuery: { readonly version: 1; readonly sha256Hash: string } };
}

/**
 * Sends the hash of a document instead of the document, which is sent once when the API does not know it yet.
 * @see https://www.apollographql.com/docs/apollo-server/performance/apq
 */
export class PersistedQuery {
  private readonly extensions: Question['extensions'];
  /** The APIs, each by what its methods work with, that have said that they want whole documents. */
  private readonly unsupportedBy = new WeakSet();

  /** @param registered the API knows the hash already, and takes no document */
  constructor(
    private readonly text: string,
    private readonly registered: boolean,
  ) {
    this.extensions = { persistedQuery: { version: 1, sha256Hash: hash('sha256', text) } };
  }

  /** @throws whatever `ask` throws, but for the API not knowing the hash */
  async askedOf<Answer>(api: object, ask: (question: Question) => Promise<Answer>): Promise<Answer> {
    const { text: query, extensions } = this;
    if (this.unsupportedBy.has(api)) return ask({ query });
    try {
      return await ask({ extensions });
    } catch (error) {
      if (this.registered || !(error instanceof IntegrationError)) throw error;
      // An answer of 200, and one of 404 (GraphQL Yoga), have become the same error, with the API's words in it.
      if (/persisted[ _]?query[ _]?not[ _]?found/i.test(error.message)) return ask({ query, extensions });
      if (!/persisted[ _]?query[ _]?not[ _]?supported/i.test(error.message)) throw error;
      this.unsupportedBy.add(api);
      return ask({ query });
    }
  }
}
