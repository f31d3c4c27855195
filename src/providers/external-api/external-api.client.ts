import { apiKey } from '../../apis/auth/api-key.js';
import { clientCredentials } from '../../apis/auth/client-credentials.js';
import { optional } from '../../apis/auth/optional.js';
import { defineApi } from '../../apis/define-api.js';
import { get, post } from '../../apis/rest/methods.js';
import { variable } from '../../apis/variable.js';
import { CACHE_SECONDS } from './external-api.config.js';
import { unknownRequest } from './external-api.health.js';
import { isDone, ProcessingAnswer, ProcessingRequest, ProcessingStatus } from './external-api.schemas.js';

/**
 * The external data-processing API (v2.1), as its specification has it: an API key and a token of its own together, each
 * only where it is set up.
 */
export class ExternalApi extends defineApi({
  name: 'external-api',
  title: 'The external API',
  auth: [
    optional(apiKey({ in: 'header', name: 'X-API-Key', key: variable('EXTERNAL_API_KEY') })),
    optional(
      clientCredentials({
        tokenPath: '/oauth/token',
        clientId: variable('EXTERNAL_OAUTH_CLIENT_ID'),
        clientSecret: variable('EXTERNAL_OAUTH_CLIENT_SECRET'),
        clientAuthentication: 'post',
      }),
    ),
  ],
  limits: { timeoutSeconds: 30, maxRetries: 3, retryDelaySeconds: 1, rateLimitPerMinute: 1000 },
  operations: {
    data: {
      // A computation: the specification's own client, too, repeats it after whatever failure.
      process: post('/process', {
        body: ProcessingRequest,
        answer: ProcessingAnswer,
        safety: { by: 'reading' },
      }),
    },
    status: {
      get: get('/status/:id', {
        answer: ProcessingStatus,
        cache: { ttl: variable('EXTERNAL_API_CACHE_TTL'), defaultSeconds: CACHE_SECONDS, mayKeep: isDone },
      }),
    },
    health: { probe: unknownRequest },
  },
  health: 'health.probe',
}) {}
