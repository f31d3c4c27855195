import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { ValidationError, type FieldIssue } from '../../contracts/errors.js';
import { ReceiverUrls } from '../../outbound/receivers/receiver-urls.js';
import { privateNetworksConfig } from '../../outbound/transport/private-networks.config.js';
import { EventCatalogue } from '../catalogue/event-catalogue.js';

/** What can only be told by looking around. */
interface Referring {
  readonly url?: string | undefined;
  readonly apiVersion?: string | null | undefined;
}

/** Looks at what somebody wants of an endpoint before anything is stored. */
@Injectable()
export class EndpointCheck {
  private readonly urls: ReceiverUrls;

  constructor(
    @Inject(privateNetworksConfig.token) allowPrivateNetworks: readonly string[],
    private readonly catalogue: EventCatalogue,
  ) {
    this.urls = new ReceiverUrls(allowPrivateNetworks);
  }

  /**
   * The input in the form in which it is stored.
   * @param operation what it is for: `endpoints.create`
   * @throws ValidationError that names each wrong field
   */
  async accept<T extends Referring>(operation: string, form: z.ZodType<T>, input: unknown): Promise<T> {
    const { success, data, error } = form.safeParse(input);
    const details = success ? await this.issuesOf(data) : error.issues.flatMap(fieldIssues);
    if (success && details.length === 0) return data;
    const fields = details.map(({ field }) => field).join(', ');
    throw new ValidationError(
      `The endpoint is not valid: see ${fields}.`,
      { provider: 'hookline', operation },
      details,
    );
  }

  private async issuesOf({ url, apiVersion }: Referring): Promise<FieldIssue[]> {
    const found = await Promise.all([
      url === undefined ? undefined : this.urlIssue(url),
      apiVersion == null ? undefined : this.versionIssue(apiVersion),
    ]);
    return found.filter((issue) => issue !== undefined);
  }

  private async urlIssue(url: string): Promise<FieldIssue | undefined> {
    const issue = await this.urls.issueOf(url);
    return issue === undefined ? undefined : { field: 'url', issue };
  }

  private async versionIssue(version: string): Promise<FieldIssue | undefined> {
    const versions = await this.catalogue.versions();
    if (versions.includes(version)) return undefined;
    const issue =
      versions.length > 0
        ? `must be one of ${versions.join(', ')}, or null for the newest`
        : 'must be null: no event type in the catalogue has older versions';
    return { field: 'apiVersion', issue };
  }
}

function fieldIssues(issue: z.core.$ZodIssue): FieldIssue[] {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  if (keys.length > 0) return keys.map((field) => ({ field, issue: 'is not a field of an endpoint' }));
  return [{ field: issue.path.join('.'), issue: issue.message }];
}
