import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Connections } from '../../connections/accounts/connections.service.js';
import type { CallOptions } from '../../contracts/calls.js';
import { NotConfiguredError, ResponseFormatError } from '../../contracts/errors.js';
import { runInCallScope } from '../../outbound/call-scope.js';
import { readJson } from '../../outbound/json.js';
import { Operation } from '../../outbound/operation.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { slackConfig, type SlackConfig } from './slack.config.js';
import { refusalOf } from './slack.errors.js';

interface SlackCall<Answer> {
  /** In our words: `notifications.send`. */
  operation: string;
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
  constructor(
    @Inject(slackConfig.token) private readonly config: SlackConfig,
    @InjectRoad('slack') private readonly road: Road,
    private readonly connections: Connections,
  ) {}

  /**
   * Makes one call, as an operation of its own.
   * @throws NotConfiguredError when it acts for no connection, and SLACK_BOT_TOKEN is not set
   * @throws NotFoundError, ValidationError, ConnectionNeedsReauthError when it is to act for a connection that cannot
   * @throws ResponseFormatError when a success is not what `answer` describes
   * @throws IntegrationError for everything that Slack refuses, and whatever the road throws
   */
  async call<Answer>(
    { operation, method, form, answer }: SlackCall<Answer>,
    options: CallOptions,
  ): Promise<Answer> {
    const { provider, settings } = this.road;
    const acting = await this.connections.actingFor(provider, options);
    if (acting.connectionId === undefined && this.config.botToken === undefined) {
      throw notConfigured(operation);
    }
    const url = new URL(`${settings.baseUrl}/${method}`);
    const about = { provider, operation, defaultTimeoutMs: settings.timeoutMs };
    return Operation.run(about, acting, (running) => {
      const scope = running.scope(url.pathname);
      return runInCallScope(scope, async () => {
        const response = await this.road.send({
          method: 'POST',
          url,
          headers: {
            accept: 'application/json',
            'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          },
          body: new URLSearchParams(form).toString(),
        });
        const where = { provider, operation, attempts: scope.progress.attempts, status: response.status };
        const refused = refusalOf(response, where);
        if (refused) throw refused;
        const parsed = answer.safeParse(readJson(response, where));
        if (parsed.success) return parsed.data;
        const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'body').join(', ');
        throw new ResponseFormatError(
          `Slack answered ${operation} in a form that it does not document: see ${fields}. Check SLACK_API_BASE_URL.`,
          where,
        );
      });
    });
  }
}

function notConfigured(operation: string): NotConfiguredError {
  const message =
    'No Slack workspace was named, and none is configured. Name a connection (connection_id) or its tenant, or set SLACK_BOT_TOKEN.';
  return new NotConfiguredError(message, { provider: 'slack', operation });
}
