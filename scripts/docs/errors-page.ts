import { generatedFrom, plain } from './markdown.js';

interface ErrorMeaning {
  status: number;
  meaning: string;
  remedy: string;
}

/** The page of all error codes; each is a heading, so that it can be linked to (`#payment_declined`). */
export function errorsPage(codes: Readonly<Record<string, ErrorMeaning>>): string {
  const sections = Object.entries(codes).map(
    ([code, { status, meaning, remedy }]) =>
      `## ${code}\n\n**${status}.** ${plain(meaning)}\n\n**What to do:** ${plain(remedy)}`,
  );
  return [
    '# Errors',
    generatedFrom('src/platform/http/error-codes.ts'),
    [
      'Every error of the HTTP API has a `code` of this page in the form that [HTTP API](../http-api.md) shows. A running service has',
      'the same list at `/docs/errors`, and its answers link to it by `documentation_url`.',
    ].join('\n'),
    [
      'In TypeScript the errors of providers are classes (`PaymentDeclinedError`, `RateLimitError`, …) whose `code` is the one here; all',
      'are [exported](../library-exports.md#contracts), and all extend `IntegrationError`.',
    ].join('\n'),
    ...sections,
  ].join('\n\n');
}
