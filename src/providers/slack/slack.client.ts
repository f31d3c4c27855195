import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi, type ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { CallDetails } from '../../outbound/operation.js';
import type { Road } from '../../outbound/road.js';
import { slackConfig, type SlackConfig } from './slack.config.js';
import { refusalOf } from './slack.errors.js';

const MISSING =
  'No Slack workspace was named, and none is configured. Name a connection (connection_id) or its tenant, or set SLACK_BOT_TOKEN.';

/** One call of a method of Slack's Web API. */
export interface SlackCall<Answer> extends CallDetails {
  /** Slack's name of it: `chat.postMessage`. */
  method: string;
  /** Its arguments. Slack takes them as a form for every method, as JSON only for some. */
  form: Readonly<Record<string, string>>;
  /** What a success looks like, `ok` aside. */
  answer: z.ZodType<Answer>;
}

/** Slack's Web API on our road out, for connected workspaces and for that of `SLACK_BOT_TOKEN`. */
@Injectable()
export class SlackClient {
  private readonly api: ProviderApi;

  constructor(
    @Inject(slackConfig.token) { botToken }: SlackConfig,
    @InjectRoad('slack') road: Road,
    connections: Connections,
  ) {
    this.api = new ProviderApi({
      road,
      connections,
      title: 'Slack',
      baseUrlVariable: 'SLACK_API_BASE_URL',
      missing: botToken === undefined ? MISSING : undefined,
      refusalOf,
    });
  }

  /** Whether there is a workspace to call for where no connection is named. */
  get configured(): boolean {
    return this.api.configured;
  }

  /** Runs one operation of several calls. @throws what {@link ProviderApi.perform} throws */
  perform<T>(
    operation: string,
    options: CallOptions,
    work: (slack: SlackOperation) => Promise<T>,
  ): Promise<T> {
    return this.api.perform(operation, options, (api) => work(new SlackOperation(api)));
  }

  /** Makes one call, as an operation of its own. @throws what {@link SlackOperation.call} throws */
  call<Answer>(operation: string, call: SlackCall<Answer>, options: CallOptions): Promise<Answer> {
    return this.perform(operation, options, (slack) => slack.call(call));
  }
}

/** One operation at Slack. */
export class SlackOperation {
  constructor(private readonly api: ApiOperation) {}

  /**
   * Makes one call.
   * @throws ResponseFormatError when a success is not what `answer` describes
   * @throws IntegrationError for everything that Slack refuses, and whatever the road throws
   */
  call<Answer>({ method, ...call }: SlackCall<Answer>): Promise<Answer> {
    return this.api.call({ method: 'POST', path: `/${method}`, ...call });
  }
}
