import type { BenchDatabase } from '../database.js';

/** What must not grow while the load stays the same. */
export interface VitalSigns {
  residentMb: number;
  /** Heap that is in use, garbage that is not collected yet included. */
  heapMb: number;
  /** Of all kinds: HTTP, PostgreSQL, listening ones. */
  sockets: number;
  timers: number;
  fileDescriptors: number;
  databaseConnections: number;
}

/** Reads them from the service's own `/metrics` and from the server's list of connections. */
export async function readVitalSigns(url: string, database: BenchDatabase): Promise<VitalSigns> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const sum = (name: string) =>
    [...text.matchAll(new RegExp(String.raw`^${name} ([\d.e+]+)$`, 'gm'))].reduce(
      (total, [, value]) => total + Number(value),
      0,
    );
  const resources = (type: string) => sum(String.raw`nodejs_active_resources\{type="${type}"[^}]*\}`);
  const [connections = ''] = await database.column(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'",
  );
  return {
    residentMb: sum('process_resident_memory_bytes') / 2 ** 20,
    heapMb: sum('nodejs_heap_size_used_bytes') / 2 ** 20,
    sockets: resources('TCPSocketWrap') + resources('TCPServerWrap') + resources('TLSWrap'),
    timers: resources('Timeout'),
    fileDescriptors: sum('process_open_fds'),
    databaseConnections: Number(connections),
  };
}
