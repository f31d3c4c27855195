import { ApiKeyAuthorization } from '../../outbound/authorization/api-key-authorization.js';
import type { Variable } from '../variable.js';
import type { ApiAuth } from './api-auth.js';
import { headerName } from './header-name.js';

export interface ApiKeyPlace {
  readonly in: 'header' | 'query';
  /** Of the header or the query parameter. */
  readonly name: string;
  readonly key: Variable;
  /** Stands before the key, its space included: `Token `. @default nothing */
  readonly prefix?: string;
}

/**
 * A fixed key. In the query only where the API takes it nowhere else: URLs are written into logs on their way.
 * @throws TypeError for what is no name of a header
 */
export function apiKey({ key, name: given, ...place }: ApiKeyPlace): ApiAuth {
  const name = place.in === 'header' ? headerName(given) : given;
  return {
    variables: [key],
    authorization: ({ secret }) => new ApiKeyAuthorization({ ...place, name, key: secret(key) }),
  };
}
