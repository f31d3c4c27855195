import { Inject, Injectable, type Type } from '@nestjs/common';
import { ResponseFormatError } from '../../contracts/errors.js';
import type { StoredWebhook, WebhookRequest, WebhookSource } from '../../contracts/webhooks.js';
import { list } from '../../platform/config/values.js';
import { WebhookSourceFacet } from '../../platform/facets/facets.js';
import { AnswerReading } from '../answers/answer-reading.js';
import type { ApiDescription } from '../api-description.js';
import type { ApiRuntime } from '../api-runtime.js';
import { signedSourceOf } from './signed-source.js';

/**
 * The classes that take in a described API's webhooks: one, or none.
 * @throws TypeError for a signature that makes no sense
 */
export function webhookSourcesOf(
  { name, webhooks, strictness }: ApiDescription,
  runtimeToken: string,
): Type<WebhookSource>[] {
  if (webhooks === undefined) return [];
  const { secrets, events } = webhooks;
  const sourceWith = signedSourceOf(name, webhooks);
  const readings = new Map<string, AnswerReading<unknown>>();
  for (const [type, schema] of Object.entries(events)) {
    readings.set(type, new AnswerReading(schema));
  }

  @Injectable()
  @WebhookSourceFacet(name)
  class DescribedWebhooks implements WebhookSource {
    private readonly signed: WebhookSource;

    constructor(@Inject(runtimeToken) private readonly runtime: ApiRuntime) {
      this.signed = sourceWith(list().parse(runtime.secret(secrets)));
    }

    get secretVariable(): string {
      return this.signed.secretVariable;
    }

    get secrets(): readonly string[] {
      return this.signed.secrets;
    }

    verify(request: WebhookRequest, accepted: readonly string[]): ReturnType<WebhookSource['verify']> {
      return this.signed.verify(request, accepted);
    }

    /**
     * What the payload means for the product.
     * @throws ResponseFormatError for one that its schema does not take: the event fails, and can be replayed once the
     *   schema is right
     */
    parse(event: StoredWebhook): unknown {
      const payload = this.signed.parse(event);
      const reading = readings.get(event.type);
      if (!reading) return payload;
      const { title, notices } = this.runtime;
      const about = { provider: name, operation: `webhook:${event.type}` };
      const refuse = (fields: string) =>
        new ResponseFormatError(
          `${title} sent a webhook ${event.type} in a form that its schema does not take: see ${fields}. ` +
            'Correct the schema, then replay the event.',
          about,
        );
      return reading.read(payload, {
        ...about,
        notices,
        strictness: webhooks?.strictness ?? strictness,
        refuse,
      });
    }
  }
  return [DescribedWebhooks];
}
