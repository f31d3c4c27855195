import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi, type ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { CallDetails } from '../../outbound/operation.js';
import type { Road } from '../../outbound/road.js';
import { slackConfig, type SlackConfig } from './slack.config.js';
import { leavingNothingInDoubt, refusalOf } from './slack.errors.js';

const MISSING =
  'No Slack workspace was named, and none is configured. Name a connection (connection_id) or its tenant, or set SLACK_BOT_TOKEN.';

/** Arguments of a method; what is `undefined` is left out. */
type Arguments = Readonly<Record<string, string | undefined>>;

/** One call of a method of Slack's Web API. */
export interface SlackCall<Answer> extends CallDetails {
  /** Slack's name of it: `chat.postMessage`. */
  method: string;
  /** Its arguments. Slack takes them as a form for every method, as JSON only for some. */
  form: Arguments;
  /** What a success looks like, `ok` aside. */
  answer: z.ZodType<Answer>;
}

/** Slack's Web API on our road out, for connected workspaces and for that of `SLACK_BOT_TOKEN`. */
@Injectable()
export class SlackClient {
  private readonly api: ProviderApi;

  constructor(
    @Inject(slackConfig.token) { botToken }: SlackConfig,
    @InjectRoad('slack') private readonly road: Road,
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

  /** @throws NotConfiguredError when no workspace is named, and the environment has none */
  requireWorkspace(operation: string, options: CallOptions): void {
    this.api.requireAccount(operation, options);
  }

  /** Whether the environment has an account to call for where no connection is named. */
  get configured(): boolean {
    return this.api.configured;
  }

  /** Runs one operation of several calls. @throws what {@link ProviderApi.perform} throws */
  perform<T>(
    operation: string,
    options: CallOptions,
    work: (slack: SlackOperation) => Promise<T>,
  ): Promise<T> {
    return this.api.perform(operation, options, (api) => work(new SlackOperation(api, this.road)));
  }
}

/** One operation at Slack. */
export class SlackOperation {
  constructor(
    private readonly api: ApiOperation,
    /** For what does not go to the API itself, such as the bytes of files. */
    readonly road: Road,
  ) {}

  /** The connected workspace that it acts for. */
  get connectionId(): string | undefined {
    return this.api.connectionId;
  }

  /** The end of the whole operation. */
  get signal(): AbortSignal {
    return this.api.signal;
  }

  /** Our reference in the message that it posts, unless the caller has a better one. */
  get reference(): string {
    return this.api.keyFor();
  }

  /** Provider and operation, as every error wants them. */
  describe(): { provider: string; operation: string } {
    return this.api.describe();
  }

  /**
   * Calls a method that acts.
   * @throws ResponseFormatError when a success is not what `answer` describes
   * @throws IntegrationError for everything that Slack refuses, and whatever the road throws
   */
  call<Answer>({ method, form, ...call }: SlackCall<Answer>): Promise<Answer> {
    return this.api.call({ method: 'POST', path: `/${method}`, form: given(form), ...call });
  }

  /**
   * Calls a method that only reads: it is repeated whatever became of it, and leaves nothing in doubt.
   * @throws what {@link call} throws, OutcomeUnknownError aside
   */
  async read<Answer>({ method, form, ...call }: SlackCall<Answer>): Promise<Answer> {
    try {
      return await this.api.call({ method: 'GET', path: `/${method}`, query: form, ...call });
    } catch (error) {
      throw leavingNothingInDoubt(error);
    }
  }
}

function given(form: Arguments): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
