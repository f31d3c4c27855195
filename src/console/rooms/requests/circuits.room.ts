import { Body, Get, HttpStatus, Query, Redirect, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ConnectableProviders } from '../../../connections/providers/connectable-providers.js';
import { keyText } from '../../../outbound/circuit-breaker/circuit-key.js';
import { releaseBody } from '../../../outbound/circuit-breaker/circuits.schemas.js';
import { CircuitsService } from '../../../outbound/circuit-breaker/circuits.service.js';
import { Circuits } from '../../../outbound/circuit-breaker/circuits.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery, typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { seeOther } from '../../see-other.js';
import { circuitQuery, holdForm, type CircuitQuery } from './circuit-query.js';
import { CircuitRows } from './circuit-rows.js';
import { CircuitsPage, type CircuitPage } from './circuits-page.js';

const LIST = '/console/requests/circuits';
const PAGE_ROWS = 25;
const TRANSITIONS = 10;

const releaseForm = z.object(releaseBody.shape);
type ReleaseForm = z.output<typeof releaseForm>;

/** The circuits of all providers, and the switch that holds them. */
@Room('requests/circuits')
export class CircuitsRoom {
  constructor(
    private readonly circuits: CircuitsService,
    private readonly known: Circuits,
    private readonly connectable: ConnectableProviders,
  ) {}

  @Get()
  @Page()
  async list(
    @Query() given: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const query = readFilterQuery(circuitQuery, given);
    if (!query.value) void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    const { hold_provider: provider, hold_account: account, hold_group: group, done } = query.typed;
    const typed = { ...(provider && { provider }), ...(account && { account }), ...(group && { group }) };
    return this.page(session, query, { typed, errors: {} }, done);
  }

  /** The rows again. */
  @Get('list')
  @Page()
  async rows(@Query() given: unknown, @Session() session: ConsoleSession) {
    const query = readFilterQuery(circuitQuery, given);
    const { filter, after } = query.value ?? { filter: {}, after: undefined };
    const { circuits } = await this.find({ filter, after });
    return CircuitRows({ session, circuits, filter: typedFields(query, ['provider', 'state']), after });
  }

  @Action('hold')
  async hold(
    @Body() body: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const form = readFilterQuery(holdForm, body);
    if (!form.value) {
      void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
      return this.page(session, readFilterQuery(circuitQuery, {}), form, undefined);
    }
    const { hold, reason, ...selection } = form.value;
    await this.circuits.hold(selection, hold, reason, session.actor);
    const { url, statusCode } = seeOther(LIST, { done: 'held' });
    void reply.status(statusCode).header('Location', url);
    return '';
  }

  @Action('release')
  @Redirect()
  async release(@Body({ schema: releaseForm }) selection: ReleaseForm, @Session() { actor }: ConsoleSession) {
    const released = await this.circuits.release(selection, actor);
    return seeOther(LIST, { done: released ? 'released' : 'nothing' });
  }

  private async page(
    session: ConsoleSession,
    query: FilterQuery<CircuitQuery>,
    { typed, errors }: Pick<FilterQuery<unknown>, 'typed' | 'errors'>,
    done: string | undefined,
  ) {
    const [page, transitions] = await Promise.all([
      query.value && this.find(query.value),
      this.circuits.transitions({}, TRANSITIONS),
    ]);
    return CircuitsPage({
      session,
      query,
      page,
      transitions,
      hold: { providers: this.providers(), typed, errors },
      done,
    });
  }

  private async find({ filter, after }: CircuitQuery): Promise<CircuitPage> {
    const found = await this.circuits.list(filter, PAGE_ROWS + 1, after);
    const circuits = found.slice(0, PAGE_ROWS);
    const last = found.length > PAGE_ROWS ? circuits.at(-1) : undefined;
    return { circuits, next: last && keyText(last) };
  }

  /** Those that can be called, and any others that have been. */
  private providers(): string[] {
    const connectable = this.connectable.all().map(({ name }) => name);
    return [...new Set([...connectable, ...this.known.providers()])].toSorted();
  }
}
