import { Injectable } from '@nestjs/common';
import type { CredentialForm, OAuthApp } from '../../contracts/connections.js';

/** A provider of which accounts can be connected, in one way or two. */
export interface ConnectableProvider {
  readonly name: string;
  readonly title: string;
  readonly oauth: OAuthApp | undefined;
  readonly form: CredentialForm | undefined;
}

/** The providers of which accounts can be connected. */
@Injectable()
export class ConnectableProviders {
  /** All of them, by name. */
  all(): readonly ConnectableProvider[] {
    throw new Error('to be written');
  }

  find(_name: string): ConnectableProvider | undefined {
    throw new Error('to be written');
  }

  /** @throws ApiError NOT_FOUND for a provider that there is not */
  get(_name: string): ConnectableProvider {
    throw new Error('to be written');
  }
}
