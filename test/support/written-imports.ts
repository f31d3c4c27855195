/** What descriptions written by `import-spec` import from `hookline`, without all that is beside it there. */
export { apiKey } from '../../src/apis/auth/api-key.js';
export { basic } from '../../src/apis/auth/basic.js';
export { bearer } from '../../src/apis/auth/bearer.js';
export { clientCredentials } from '../../src/apis/auth/client-credentials.js';
export { optional } from '../../src/apis/auth/optional.js';
export { defineApi } from '../../src/apis/define-api.js';
export { openEnum } from '../../src/apis/mapping/open-enum.js';
export { del, get, head, patch, post, put } from '../../src/apis/rest/methods.js';
export { variable } from '../../src/apis/variable.js';
