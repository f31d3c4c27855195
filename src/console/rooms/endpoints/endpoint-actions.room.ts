import { Body, Param, Redirect } from '@nestjs/common';
import { EndpointsService } from '../../../deliveries/endpoints/endpoints.service.js';
import { PortalLinks } from '../../../deliveries/portal/portal-links.js';
import { DeliveriesService } from '../../../deliveries/records/deliveries.service.js';
import { MissedEvents } from '../../../deliveries/records/missed-events.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { seeOther } from '../../see-other.js';
import { EndpointDetails } from './endpoint-details.js';
import {
  SWITCHES,
  linkForm,
  spanForm,
  switchForm,
  testForm,
  type LinkForm,
  type SpanForm,
  type SwitchForm,
  type TestForm,
} from './endpoint-forms.js';
import { endpointId } from './endpoint-query.js';
import { PortalLinkPage } from './portal-link-page.js';
import { SecretPage } from './secret-page.js';

const HOUR_MS = 3_600_000;

/** What the buttons on the page of an endpoint do. */
@Room('endpoints/:id')
export class EndpointActionsRoom {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly details: EndpointDetails,
    private readonly deliveries: DeliveriesService,
    private readonly missed: MissedEvents,
    private readonly links: PortalLinks,
    private readonly audit: AuditLog,
  ) {}

  /** Pauses or resumes, enables or disables. */
  @Action('switch')
  @Redirect()
  async switch(
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: switchForm }) { to }: SwitchForm,
    @Session() { actor }: ConsoleSession,
  ) {
    const { changes, done } = SWITCHES[to];
    await this.endpoints.update(id, changes, actor);
    return backTo(id, done);
  }

  @Action('ping')
  @Redirect()
  async ping(@Param('id', { schema: endpointId }) id: string, @Session() { actor }: ConsoleSession) {
    await this.endpoints.ping(id, actor);
    return backTo(id, 'pinged');
  }

  @Action('test')
  @Redirect()
  async test(
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: testForm }) { type }: TestForm,
    @Session() { actor }: ConsoleSession,
  ) {
    await this.endpoints.sendTest(id, type, actor);
    return backTo(id, 'tested');
  }

  /** Answers with the page itself, the only one that shows the secret: it is in no address and no history. */
  @Action('rotate-secret')
  async rotateSecret(@Param('id', { schema: endpointId }) id: string, @Session() session: ConsoleSession) {
    const { endpoint, secret, previousUntil } = await this.endpoints.rotateSecret(id, session.actor);
    return SecretPage({ session, endpoint, secret, previousUntil });
  }

  @Action('replay')
  @Redirect()
  async replay(
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: spanForm }) { hours, after }: SpanForm,
    @Session() { actor }: ConsoleSession,
  ) {
    const filter = { endpointId: id, status: ['failed', 'dead'] as const, since: hoursAgo(hours) };
    const { replayed, next } = await this.deliveries.replayAll(filter, after);
    await this.audit.note({
      actor,
      action: 'endpoint.failed_replayed',
      target: `endpoint:${id}`,
      details: { hours, replayed },
    });
    return backTo(id, 'replayed', { count: String(replayed), hours: String(hours), rest: next });
  }

  @Action('recover')
  @Redirect()
  async recover(
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: spanForm }) { hours, after }: SpanForm,
    @Session() { actor }: ConsoleSession,
  ) {
    const { recovered, next } = await this.missed.recover(id, hoursAgo(hours), after);
    await this.audit.note({
      actor,
      action: 'endpoint.missed_recovered',
      target: `endpoint:${id}`,
      details: { hours, recovered },
    });
    return backTo(id, 'recovered', { count: String(recovered), hours: String(hours), rest: next });
  }

  /** Answers with the page itself, the only one that shows the link: whoever has it may act for the customer. */
  @Action('portal-link')
  async makePortalLink(
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: linkForm }) { seconds }: LinkForm,
    @Session() session: ConsoleSession,
  ) {
    const endpoint = await this.details.find(id);
    const wanted = { tenant: endpoint.tenant, expiresInSeconds: seconds };
    return PortalLinkPage({ session, endpoint, link: await this.links.create(wanted, session.actor) });
  }

  @Action('delete')
  @Redirect()
  async remove(@Param('id', { schema: endpointId }) id: string, @Session() { actor }: ConsoleSession) {
    await this.endpoints.remove(id, actor);
    return seeOther('/console/endpoints', { done: 'deleted' });
  }
}

function backTo(id: string, done: string, more: Readonly<Record<string, string | undefined>> = {}) {
  return seeOther(`/console/endpoints/${id}`, { done, ...more });
}

function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * HOUR_MS);
}
