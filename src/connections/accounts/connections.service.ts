import { Injectable } from '@nestjs/common';
import type { CallOptions } from '../../contracts/calls.js';
import type { Connection, ConnectionCredential, ConnectionStatus } from '../../contracts/connections.js';

/** Which connections are meant; everything that is named has to fit. */
export interface ConnectionFilter {
  provider?: string;
  /** `''` for the product's own. */
  tenant?: string;
  status?: ConnectionStatus;
}

/** Connected accounts, for whoever wants to see or use one. */
@Injectable()
export class Connections {
  /** One connection; `undefined` when there is none, or when it is not `tenant`'s, if one is given. */
  async get(_id: string, _tenant?: string): Promise<Connection | undefined> {
    throw new Error('to be written');
  }

  /** A page of connections, newest first. `after` is the id of the last one seen. */
  async list(_filter: ConnectionFilter, _limit: number, _after?: string): Promise<Connection[]> {
    throw new Error('to be written');
  }

  /** How many connections each provider has in each state. */
  async counts(): Promise<{ provider: string; status: ConnectionStatus; count: number }[]> {
    throw new Error('to be written');
  }

  /**
   * The credential of a connection, ready to be put on a request, renewed if it was about to end. Costs nothing when it
   * was asked for in the last seconds, and one indexed read otherwise.
   * @throws NotFoundError when there is no such connection of the provider
   * @throws ConnectionNeedsReauthError when it has lost its access
   */
  async credential(_id: string, _provider?: string): Promise<ConnectionCredential> {
    throw new Error('to be written');
  }

  /**
   * The options of a call with the connection that they mean: `tenant` is looked up, and a `connectionId` checked
   * against it. Without either, they mean the account of the environment and stay as they are.
   * @throws NotFoundError when the tenant has no connection of the provider, or `connectionId` is not the tenant's
   * @throws ValidationError when the tenant has several
   */
  async actingFor(_provider: string, _options: CallOptions): Promise<CallOptions> {
    throw new Error('to be written');
  }
}
