/** What the external API is to process. */
export interface ExternalData {
  /** Text, or any JSON. */
  readonly input: unknown;
  /** One of EXTERNAL_API_FORMATS: `json`. */
  readonly format: string;
}

/** What came of it, in the API's own form. */
export interface ExternalResult {
  readonly processed_data: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** An answer of the API. */
export interface ProcessedData {
  readonly success: boolean;
  readonly result: ExternalResult;
  readonly requestId: string;
}

/** Where a request stands. */
export interface ExternalStatus {
  readonly requestId: string;
  /** Ours: `queued`, `processing`, `completed`, `failed`; of requests that the API itself keeps, its own word. */
  readonly status: string;
  readonly result: unknown;
  /** Why it failed; only of a request of ours. */
  readonly error?: { readonly code: string; readonly message: string };
  /** Whether the product was told; only of a request with a callback URL. */
  readonly callback?: { readonly status: 'pending' | 'delivered' | 'dead'; readonly attempts: number };
  /** ISO 8601. */
  readonly createdAt: string;
  readonly completedAt: string | null;
}
