import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf, readFields, readQuery, type Fields } from '../../sandbox/server.js';

/** A call that a stand-in was asked. */
export interface SandboxRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The fields of a JSON or form body; empty for any other. */
  readonly body: Fields;
  /** Absent while it is under way, and when the connection was broken instead of an answer. */
  readonly status?: number;
}

type Kept = { -readonly [Field in keyof SandboxRequest]: SandboxRequest[Field] };

/** Remembers the calls of an API, oldest first. */
export class SandboxRequests {
  private readonly kept: Kept[] = [];

  constructor(private readonly api: RegExp) {}

  readonly all = (): readonly SandboxRequest[] => [...this.kept];

  watch(server: FastifyInstance): void {
    const entries = new WeakMap<FastifyRequest, Kept>();
    server.addHook('preHandler', async (request) => {
      const path = pathOf(request);
      if (!this.api.test(path)) return;
      const { method, headers } = request;
      const entry: Kept = { method, path, query: readQuery(request), headers, body: readFields(request) };
      entries.set(request, entry);
      this.kept.push(entry);
    });
    server.addHook('onResponse', async (request, reply) => {
      const entry = entries.get(request);
      if (entry && !reply.raw.destroyed) entry.status = reply.statusCode;
    });
  }
}
