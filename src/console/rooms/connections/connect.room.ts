import { Body, Get, Inject, Query, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { connectionNotFound } from '../../../connections/accounts/connection-errors.js';
import { Connections } from '../../../connections/accounts/connections.service.js';
import { CredentialEntry } from '../../../connections/api/credential-entry.js';
import { ConnectFlow } from '../../../connections/flow/connect-flow.js';
import { connectConfig, type ConnectConfig } from '../../../connections/flow/connect.config.js';
import { LeavingPage } from '../../../connections/pages/leaving-page.js';
import { ConnectableProviders } from '../../../connections/providers/connectable-providers.js';
import type { Connection } from '../../../contracts/connections.js';
import { RequestValidationError } from '../../../platform/http/request-validation-error.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { AdminGuard } from '../../frame/admin.guard.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { ConnectPage } from './connect-page.js';
import {
  connectFields,
  connectQuery,
  enteredCredential,
  formFields,
  type ConnectQuery,
  type FormFields,
} from './connect.schemas.js';
import { formProblem } from './form-problem.js';
import { ProviderChoice } from './provider-choice.js';

/** Where an account is connected, for the first time or again. */
@Room('connections/new')
export class ConnectRoom {
  constructor(
    private readonly providers: ConnectableProviders,
    private readonly connections: Connections,
    private readonly flow: ConnectFlow,
    private readonly entry: CredentialEntry,
    @Inject(connectConfig.token) private readonly config: ConnectConfig,
  ) {}

  @Get()
  @Page()
  @UseGuards(AdminGuard)
  async show(@Session() session: ConsoleSession, @Query({ schema: connectQuery }) query: ConnectQuery) {
    const again = await this.again(query.connection_id);
    const name = again?.provider ?? query.provider;
    if (name === undefined) return ProviderChoice({ session, providers: this.providers.all() });
    return ConnectPage({ session, provider: this.providers.get(name), again, typed: {} });
  }

  /** Sends the browser to the provider, where somebody consents. */
  @Action('sign-in')
  async signIn(
    @Session() session: ConsoleSession,
    @Body({ schema: formFields }) typed: FormFields,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    try {
      const { account, scopes } = await this.read(typed, session);
      const { authorizationUrl, cookie } = await this.flow.begin({ ...account, scopes });
      void reply.header('Set-Cookie', cookie);
      const { title } = this.providers.get(account.provider);
      return LeavingPage({ product: this.config.productName, title, authorizationUrl });
    } catch (error) {
      return this.showAgain(error, session, typed, reply);
    }
  }

  /** Keeps a credential that was entered here, once the provider has accepted it. */
  @Action('credential')
  async enter(
    @Session() session: ConsoleSession,
    @Body({ schema: formFields }) typed: FormFields,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    try {
      const { account } = await this.read(typed, session);
      const { id } = await this.entry.connect(account, enteredCredential(typed));
      void reply.status(303).header('Location', `/console/connections/${id}?done=connected`);
      return '';
    } catch (error) {
      return this.showAgain(error, session, typed, reply);
    }
  }

  /** @throws RequestValidationError that names the fields of the form */
  private async read(typed: FormFields, { actor }: ConsoleSession) {
    const read = connectFields.safeParse(typed);
    if (!read.success) {
      throw new RequestValidationError(
        read.error.issues.map(({ path, message }) => ({ field: path.join('.'), issue: message })),
      );
    }
    const { provider, tenant, connection_id: connectionId, scopes } = read.data;
    const again = await this.again(connectionId);
    const account = again
      ? { provider: again.provider, tenant: again.tenant, connectionId: again.id, actor }
      : { provider, tenant, actor };
    return { account, scopes };
  }

  /** The same form, with what was typed and what is wrong with it. */
  private async showAgain(error: unknown, session: ConsoleSession, typed: FormFields, reply: FastifyReply) {
    const problem = formProblem(error);
    const again = await this.again(typed.connection_id || undefined);
    const provider = this.providers.get(again?.provider ?? typed.provider ?? '');
    void reply.status(422);
    return ConnectPage({ session, provider, again, typed, problem });
  }

  /** The connection that is to be connected again, if one is named. */
  private async again(id: string | undefined): Promise<Connection | undefined> {
    if (id === undefined) return undefined;
    const connection = await this.connections.get(id);
    if (!connection) throw connectionNotFound(id);
    return connection;
  }
}
