const OURS = /^req_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The id that a product knows a request of ours by: `req_019aa…`. */
export function requestIdOf(id: string): string {
  return `req_${id.replaceAll('-', '')}`;
}

/** The id of its row; `undefined` for a request id that is not one of ours. */
export function rowIdOf(requestId: string): string | undefined {
  const parts = OURS.exec(requestId)?.slice(1);
  return parts?.join('-');
}
