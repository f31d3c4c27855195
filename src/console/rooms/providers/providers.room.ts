import { Get } from '@nestjs/common';
import { Page } from '../../../platform/pages/page-headers.js';
import { Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { ProviderReports } from './provider-reports.js';
import { ProvidersPage } from './providers-page.js';

/** What is set up of every provider, what is missing, and what to paste where. */
@Room('providers')
export class ProvidersRoom {
  constructor(private readonly reports: ProviderReports) {}

  @Get()
  @Page()
  async show(@Session() session: ConsoleSession) {
    return ProvidersPage({ session, reports: await this.reports.all() });
  }
}
