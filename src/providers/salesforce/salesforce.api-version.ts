/** @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/api_rest_eol.htm */
const API_VERSION = 'v63.0';

/** Where an organisation keeps its data, after its own address. */
export const DATA = `/services/data/${API_VERSION}`;
