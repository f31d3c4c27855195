import { defineApi } from '../../src/apis/define-api.js';
import { get } from '../../src/apis/rest/methods.js';

/** An API that a product describes, and Hookline does not know. */
export class Parcels extends defineApi({
  name: 'parcels',
  operations: { parcels: { list: get('/parcels', {}) } },
}) {}
