import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseFilters,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { IntegrationError, ValidationError } from '../../contracts/errors.js';
import type { CredentialForm, CredentialValues } from '../../contracts/connections.js';
import { Answers } from '../../platform/http/answers.js';
import { errorAnswer } from '../../platform/http/error-answer.js';
import { SecurityHeaders } from '../../platform/http/security-headers.js';
import { ValidationPipe } from '../../platform/http/validation.pipe.js';
import { Page } from '../../platform/pages/page-headers.js';
import { SameOriginGuard } from '../../platform/pages/same-origin.guard.js';
import { CredentialEntry } from '../api/credential-entry.js';
import { ConnectFailed } from '../flow/connect-failed.js';
import { ConnectFlow, type BegunConnect, type CompletedConnect } from '../flow/connect-flow.js';
import { connectConfig, type ConnectConfig } from '../flow/connect.config.js';
import { withConnection } from '../flow/return-to.js';
import { ConnectLinks, linkPath } from '../links/connect-links.js';
import { linkedRequest, type LinkedRequest } from '../links/linked-request.js';
import { ConnectableProviders, type ConnectableProvider } from '../providers/connectable-providers.js';
import { ConnectErrorFilter } from './connect-error.filter.js';
import { connectRoutes } from './connect.answers.js';
import { connectStyle } from './connect.style.js';
import { ConnectedPage } from './connected-page.js';
import { ConsentPage } from './consent-page.js';
import { CredentialPage } from './credential-page.js';
import { LeavingPage } from './leaving-page.js';

const openQuery = z.object({ link: z.string().max(200).optional() });
const connectedQuery = z.object({ provider: z.string().max(64) });
/** The link's token, and whatever fields the provider's form has. */
const connectForm = z.object({ link: z.string().max(200) }).catchall(z.string());
type ConnectForm = z.output<typeof connectForm>;

/** The pages on which accounts are connected, and the address to which providers send people back. */
@Controller('connect')
@SecurityHeaders({ crossOriginOpenerPolicy: false })
@UseFilters(ConnectErrorFilter)
@UsePipes(ValidationPipe)
export class ConnectController {
  private readonly stylesheet: string;

  constructor(
    private readonly flow: ConnectFlow,
    private readonly links: ConnectLinks,
    private readonly entry: CredentialEntry,
    private readonly providers: ConnectableProviders,
    @Inject(connectConfig.token) private readonly config: ConnectConfig,
  ) {
    this.stylesheet = connectStyle(config.productColor);
  }

  @Get('style.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=300')
  style(): string {
    return this.stylesheet;
  }

  /** Where the provider sends the browser back. What it brings is gone from the address with the next page. */
  @Get('callback')
  @Answers(connectRoutes.callback)
  @Page()
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { searchParams } = new URL(request.url, 'http://localhost');
    const completed = await this.flow.complete(searchParams, request.headers);
    void reply.redirect(destinationOf(completed), 303);
  }

  @Get('connected')
  @Answers(connectRoutes.connected)
  @Page()
  connected(@Query({ schema: connectedQuery }) { provider }: z.output<typeof connectedQuery>) {
    const { title } = this.providers.get(provider);
    return ConnectedPage({ product: this.config.productName, title });
  }

  /** The page of a connect link. Without one, an admin is to connect an account of the product's own. */
  @Get(':provider')
  @Answers(connectRoutes.open)
  @Page()
  async open(
    @Param('provider') name: string,
    @Query({ schema: openQuery }) { link: token }: z.output<typeof openQuery>,
    @Req() { ip }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (token === undefined) {
      const query = new URLSearchParams({ provider: this.providers.get(name).name });
      return void reply.redirect(`/console/connections/new?${query.toString()}`, 303);
    }
    const link = await this.links.open(token, name);
    const { provider, again, scopes } = await this.flow.plan(linkedRequest(link, token, ip));
    const common = { product: this.config.productName, linkToken: token };
    const form = formOf(provider);
    const page = form
      ? CredentialPage({ ...common, provider: name, form })
      : ConsentPage({ ...common, provider, scopes, account: again?.account.label });
    void reply.send(await page);
  }

  @Post(':provider')
  @Answers(connectRoutes.connect)
  @HttpCode(200)
  @RouteConfig({ form: true })
  @UseGuards(SameOriginGuard)
  @Page()
  async connect(
    @Param('provider') name: string,
    @Body({ schema: connectForm }) { link: token, ...entered }: ConnectForm,
    @Req() { ip }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const link = await this.links.open(token, name);
    const request = linkedRequest(link, token, ip);
    const { provider } = await this.flow.plan(request);
    const form = formOf(provider);
    if (form) return this.enter(form, request, entered, reply);
    const { authorizationUrl, cookie } = await this.begin(request);
    const { productName: product } = this.config;
    const page = await LeavingPage({ product, title: provider.title, authorizationUrl });
    void reply.header('Set-Cookie', cookie).send(page);
  }

  private async begin(request: LinkedRequest): Promise<BegunConnect> {
    try {
      return await this.flow.begin(request);
    } catch (cause) {
      const { provider } = request;
      throw new ConnectFailed('provider', {
        provider,
        retryUrl: linkPath(provider, request.link.token),
        cause,
      });
    }
  }

  private async enter(
    form: CredentialForm,
    request: LinkedRequest,
    entered: CredentialValues,
    reply: FastifyReply,
  ): Promise<void> {
    const { provider, returnTo, link } = request;
    try {
      const connection = await this.links.useFor(link.id, () => this.entry.connect(request, entered));
      void reply.redirect(destinationOf({ connection, returnTo, byLink: true }), 303);
    } catch (error) {
      if (!(error instanceof IntegrationError)) throw error;
      const wrong = error instanceof ValidationError && error.details.length > 0 ? error.details : undefined;
      const { status, message } = errorAnswer(error);
      const page = await CredentialPage({
        product: this.config.productName,
        provider,
        form,
        linkToken: link.token,
        typed: entered,
        ...(wrong ? { issues: wrong } : { problem: message }),
      });
      void reply.status(error instanceof ValidationError ? 422 : status).send(page);
    }
  }
}

/** The form of a provider whose accounts are connected by it: where there is no OAuth application, or none set up. */
function formOf({ oauth, form }: ConnectableProvider): CredentialForm | undefined {
  return oauth?.client ? undefined : form;
}

/** Where somebody goes who has connected an account. */
function destinationOf({ connection, returnTo, byLink }: CompletedConnect): string {
  if (returnTo !== undefined) return withConnection(returnTo, connection);
  if (!byLink) return `/console/connections/${connection.id}?done=connected`;
  return `/connect/connected?${new URLSearchParams({ provider: connection.provider }).toString()}`;
}
