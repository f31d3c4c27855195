import { Get } from '@nestjs/common';
import { EventCatalogue } from '../../../deliveries/catalogue/event-catalogue.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { PortalRoom } from '../frame/portal-room.js';
import { InPortal, type PortalSession } from '../frame/portal-session.js';
import { EventTypesPage } from './event-types-page.js';

/** What there is to hear of: the same for every tenant. */
@PortalRoom('event-types')
export class PortalEventTypesRoom {
  constructor(private readonly catalogue: EventCatalogue) {}

  @Get()
  @Page()
  async list(@InPortal() session: PortalSession) {
    return EventTypesPage({ session, types: await this.catalogue.list() });
  }
}
