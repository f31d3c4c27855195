import type { CallOptions } from '../../contracts/calls.js';
import { NotFoundError, ValidationError } from '../../contracts/errors.js';
import type { ApiMethod } from '../../apis/api-method.js';
import { get } from '../../apis/rest/methods.js';

/** An id that no request has. */
const NOBODYS = 'req_health_probe';

const status = get('/status/:id', { expects: [400, 404] });

/**
 * The API has no endpoint for its health: asked for a request that does not exist, it says so when it is well and the
 * credential is good.
 */
export const unknownRequest: ApiMethod<(input?: object, options?: CallOptions) => Promise<void>> = {
  safeToTry: true,
  bind(context) {
    const ask = status.bind(context);
    return async (_input, options) => {
      try {
        await ask({ id: NOBODYS }, options);
      } catch (error) {
        if (!(error instanceof NotFoundError || error instanceof ValidationError)) throw error;
      }
    };
  },
};
