import type { HttpMethod } from '../../outbound/outbound-call.js';
import type { RestInput } from './rest-input.js';
import { RestMethod, type AnswerOf, type RestOptions } from './rest-method.js';

type Describe = <const Path extends string, const Options extends RestOptions>(
  path: Path,
  options: Options,
) => RestMethod<RestInput<Path, Options>, AnswerOf<Options>>;

function describing(method: HttpMethod): Describe {
  return (path, options) => new RestMethod(method, path, options);
}

/**
 * One operation of a REST API, by its method: `get('/users/:id', { answer: User })`. What stands for `:id` is given by
 * name, beside what the query schema asks for: `users.get({ id: 'u1' })`. Schemas are codecs: what goes out is encoded,
 * what comes back is decoded by them.
 * @throws TypeError for a path that does not begin with a slash, and for a `get` with a body
 */
export const get = describing('GET');
export const post = describing('POST');
export const put = describing('PUT');
export const patch = describing('PATCH');
export const del = describing('DELETE');
export const head = describing('HEAD');
