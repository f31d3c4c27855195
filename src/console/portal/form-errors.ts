import { errorAnswer } from '../../platform/http/error-answer.js';

/**
 * What is wrong with what was typed, by field.
 * @throws the error itself when it is nothing that can be mended in a field
 */
export function formErrors(error: unknown): Readonly<Record<string, string>> {
  const { code, details } = errorAnswer(error);
  if (code !== 'VALIDATION_ERROR') throw error;
  return Object.fromEntries(
    details.map(({ field, issue }) => {
      const [name = '', ...rest] = field.split('.');
      return [name, rest.length > 0 ? `${rest.join('.')} ${issue}` : issue] as const;
    }),
  );
}
