import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { pathParameter, readFields, readQuery, sendJson } from '../server.js';
import { batchCreate, batchRead, batchUpdate, batchUpsert } from './batch.js';
import { type Callers, requireScope } from './caller.js';
import { contactAnswer } from './contact-answer.js';
import { Contacts } from './contacts.js';
import { HubSpotApiError, invalidInput } from './errors.js';
import type { HubSpotState } from './rows.js';
import { search } from './search.js';

const CONTACTS = '/crm/v3/objects/contacts';

const MAX_PAGE = 100;

const oneInput = z.object({ properties: z.record(z.string(), z.string()) });

interface Answer {
  status: number;
  body: object;
}

/** Serves contacts: one, a page, batches, and the search. */
export function serveContacts(server: FastifyInstance, state: HubSpotState, callers: Callers): void {
  type Run = (contacts: Contacts, request: FastifyRequest) => Answer;

  const route = (method: string, path: string, scope: 'read' | 'write', run: Run): void => {
    server.route({
      method,
      url: `${CONTACTS}${path}`,
      handler: (request, reply) =>
        respond(reply, () => {
          const caller = callers.of(request);
          requireScope(caller, `crm.objects.contacts.${scope}`);
          return run(new Contacts(state, caller.hub), request);
        }),
    });
  };

  route('GET', '', 'read', (contacts, request) => ok(page(contacts, request)));
  route('POST', '', 'write', (contacts, request) => {
    const row = contacts.create(propertiesOf(request));
    return { status: 201, body: contactAnswer(row, Object.keys(propertiesOf(request))) };
  });
  route('GET', '/:id', 'read', (contacts, request) =>
    ok(contactAnswer(named(contacts, request), askedFor(request))),
  );
  route('PATCH', '/:id', 'write', (contacts, request) => {
    const properties = propertiesOf(request);
    const row = contacts.update(named(contacts, request), properties);
    return ok(contactAnswer(row, Object.keys(properties)));
  });
  route('DELETE', '/:id', 'write', (contacts, request) => {
    contacts.archive(named(contacts, request));
    return { status: 204, body: {} };
  });
  route('POST', '/search', 'read', (contacts, request) => ok(search(contacts, readFields(request))));
  route('POST', '/batch/read', 'read', (contacts, request) => batchRead(contacts, readFields(request)));
  route('POST', '/batch/create', 'write', (contacts, request) =>
    batchCreate(state, contacts, readFields(request)),
  );
  route('POST', '/batch/update', 'write', (contacts, request) =>
    batchUpdate(state, contacts, readFields(request)),
  );
  route('POST', '/batch/upsert', 'write', (contacts, request) =>
    batchUpsert(state, contacts, readFields(request)),
  );
}

/** Oldest first; `after` is the id of the contact that a page begins after. */
function page(contacts: Contacts, request: FastifyRequest): object {
  const { limit = '10', after } = readQuery(request);
  const size = Number(limit);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE) throw invalidInput(`limit ${limit} is invalid`);
  if (after !== undefined && !/^\d+$/.test(after)) throw invalidInput(`after ${after} is invalid`);
  const rows = [...contacts.all()].filter(({ id }) => after === undefined || Number(id) > Number(after));
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    results: shown.map((row) => contactAnswer(row, askedFor(request))),
    ...(rows.length > size && last && { paging: { next: { after: last.id } } }),
  };
}

function named(contacts: Contacts, request: FastifyRequest): ReturnType<Contacts['get']> {
  return contacts.get(pathParameter(request, 'id'), readQuery(request).idProperty);
}

/** `properties=a,b` as well as `properties=a&properties=b`. */
function askedFor(request: FastifyRequest): string[] {
  const { searchParams } = new URL(request.url, 'http://sandbox');
  return searchParams.getAll('properties').flatMap((names) => names.split(','));
}

function propertiesOf(request: FastifyRequest): Record<string, string> {
  const { data } = oneInput.safeParse(readFields(request));
  if (!data) throw invalidInput('Invalid input JSON: properties');
  return data.properties;
}

function ok(body: object): Answer {
  return { status: 200, body };
}

async function respond(reply: FastifyReply, run: () => Answer): Promise<void> {
  try {
    const { status, body } = run();
    if (status === 204) await reply.status(204).send();
    else await sendJson(reply, status, body);
  } catch (error) {
    if (!(error instanceof HubSpotApiError)) throw error;
    await sendJson(reply, error.status, error.toBody());
  }
}
