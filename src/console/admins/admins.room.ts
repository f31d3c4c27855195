import { Body, Get, HttpStatus, Param, Query, Redirect, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AdminsService, type ListedAdmin } from '../../platform/admins/admins.service.js';
import { SignInLinks } from '../../platform/admins/sign-in-links.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Page } from '../../platform/pages/page-headers.js';
import { readFilterQuery } from '../filters/filter-query.js';
import { AdminGuard } from '../frame/admin.guard.js';
import { Action, Room } from '../frame/room.js';
import { Session, type ConsoleSession } from '../frame/session.js';
import { seeOther } from '../see-other.js';
import { AdminsPage } from './admins-page.js';
import { addForm, adminId, doneQuery, roleForm, type DoneQuery, type RoleForm } from './admins.schemas.js';

const ADMINS = '/console/admins';

/** Who may sign in. Admins only, the list as well. */
@Room('admins')
export class AdminsRoom {
  constructor(
    private readonly admins: AdminsService,
    private readonly links: SignInLinks,
  ) {}

  @Get()
  @Page()
  @UseGuards(AdminGuard)
  async list(@Session() session: ConsoleSession, @Query({ schema: doneQuery }) { done }: DoneQuery) {
    return AdminsPage({ session, admins: await this.admins.list(), done });
  }

  @Action('')
  async add(
    @Session() session: ConsoleSession,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { value, typed, errors } = readFilterQuery(addForm, body);
    const again = async (problems: Readonly<Record<string, string>>) => {
      void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
      return AdminsPage({ session, admins: await this.admins.list(), typed, errors: problems });
    };
    if (!value) return again(errors);
    try {
      const added = await this.admins.add(value.email, value.role, session.actor);
      return await this.withLink(session, added);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'CONFLICT') return again({ email: error.message });
      throw error;
    }
  }

  @Action(':id/link')
  async link(@Session() session: ConsoleSession, @Param('id', { schema: adminId }) id: string) {
    return this.withLink(session, await this.admins.get(id));
  }

  @Action(':id/role')
  @Redirect()
  async changeRole(
    @Session() session: ConsoleSession,
    @Param('id', { schema: adminId }) id: string,
    @Body({ schema: roleForm }) { role }: RoleForm,
  ) {
    await this.admins.changeRole(id, role, session.actor);
    return seeOther(ADMINS, { done: 'role' });
  }

  @Action(':id/disable')
  @Redirect()
  async disable(@Session() session: ConsoleSession, @Param('id', { schema: adminId }) id: string) {
    await this.admins.disable(id, session.actor);
    return seeOther(ADMINS, { done: 'disabled' });
  }

  @Action(':id/enable')
  @Redirect()
  async enable(@Session() session: ConsoleSession, @Param('id', { schema: adminId }) id: string) {
    await this.admins.enable(id, session.actor);
    return seeOther(ADMINS, { done: 'enabled' });
  }

  @Action(':id/unlink')
  @Redirect()
  async unlink(@Session() session: ConsoleSession, @Param('id', { schema: adminId }) id: string) {
    await this.admins.unlink(id, session.actor);
    return seeOther(ADMINS, { done: 'unlinked' });
  }

  private async withLink(session: ConsoleSession, admin: ListedAdmin) {
    const url = await this.links.create(admin, session.actor);
    return AdminsPage({ session, admins: await this.admins.list(), link: { email: admin.email, url } });
  }
}
