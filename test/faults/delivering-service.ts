import 'reflect-metadata';
import { flushCompileCache } from 'node:module';
import { Inject, Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { HooklineModule } from '../../src/app.module.js';
import { deliveriesConfig, type DeliveriesConfig } from '../../src/deliveries/deliveries.config.js';
import { Claims, type Claimed, type Slots } from '../../src/deliveries/sending/claims.js';
import { BackgroundPrismaService } from '../../src/platform/database/prisma.service.js';
import { createHttpAdapter } from '../../src/platform/http/http-adapter.js';

/**
 * A worker of deliveries in a process of its own, to be killed. What it had in its hands comes back after seconds rather
 * than half a minute. `BROKEN` makes it wrong on purpose, so that the audit can show that it would notice.
 */

@Injectable()
class HastyClaims extends Claims {
  /** An attempt takes a second at most here. */
  override readonly leaseMs = 6_000;
}

/** As it is often written: what is taken from the queue is not in it any more. */
@Injectable()
class ForgetfulClaims extends HastyClaims {
  constructor(
    private readonly database: BackgroundPrismaService,
    @Inject(deliveriesConfig.token) config: DeliveriesConfig,
  ) {
    super(database, config);
  }

  override async take(wanted: readonly Slots[]): Promise<Claimed> {
    const claimed = await super.take(wanted);
    const ids = claimed.due.map(({ id }) => id);
    await this.database.delivery.updateMany({
      where: { id: { in: ids } },
      data: { status: 'delivered', dueAt: null },
    });
    return claimed;
  }
}

const module = await Test.createTestingModule({ imports: [HooklineModule.forRoot(process.env)] })
  .overrideProvider(Claims)
  .useClass(process.env.BROKEN ? ForgetfulClaims : HastyClaims)
  .compile();
await module.createNestApplication(createHttpAdapter('http://localhost')).init();
flushCompileCache(); // what is killed leaves its cache to nobody, and many are started
process.on('disconnect', () => process.exit()); // nobody is left to end it
process.send?.('ready');
