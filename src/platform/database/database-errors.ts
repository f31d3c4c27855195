/** How a lost, refused or silent database shows: in Prisma's codes, PostgreSQL's states and Node's errors. */
const UNAVAILABLE = new Set([
  'P1001', // cannot reach the server
  'P1002', // the server did not answer in time
  'P1008', // operation timed out
  'P1017', // the server closed the connection
  'P2024', // no connection from the pool in time
  'P2028', // transaction could not start, or was lost with its connection
  'P2037', // too many connections
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  '25006', // read-only
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '57014', // statement timeout
  '57P01', // terminated by an administrator
  '57P02', // crash shutdown
  '57P03', // starting up or shutting down
  '08000',
  '08003',
  '08006',
]);

const UNAVAILABLE_MESSAGE =
  /Can't reach database server|timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|server closed the connection|transaction is aborted/i;

/** Whether an error says that the database is not there at the moment, so that trying again later makes sense. */
export function isDatabaseUnavailable(error: unknown): boolean {
  let current = error;
  for (let depth = 0; typeof current === 'object' && current !== null && depth < 6; depth += 1) {
    const { code, originalCode, message, cause, meta } = current as Record<string, unknown>;
    if (UNAVAILABLE.has(String(code)) || UNAVAILABLE.has(String(originalCode))) return true;
    if (typeof message === 'string' && UNAVAILABLE_MESSAGE.test(message)) return true;
    current = cause ?? (meta as Record<string, unknown> | undefined)?.driverAdapterError;
  }
  return false;
}
