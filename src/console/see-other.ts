import { address } from './address.js';

/**
 * Where a form that acted leads: to a page that is loaded by GET, so that a reload does not act again.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4.4
 */
export function seeOther(path: string, query: Readonly<Record<string, string | undefined>>) {
  return { url: address(path, query), statusCode: 303 };
}
