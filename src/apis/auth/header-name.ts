import { isHeaderName } from '../../webhooks/sources/generic/field-location.js';

/** A header's name as calls carry it: in lower case. @throws TypeError for what is none (RFC 9110, 5.6.2) */
export function headerName(name: string): string {
  if (isHeaderName(name)) return name.toLowerCase();
  throw new TypeError(`"${name}" cannot be the name of a header. Write it like X-API-Key.`);
}
