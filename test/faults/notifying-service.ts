import 'reflect-metadata';
import { flushCompileCache } from 'node:module';
import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { HooklineModule } from '../../src/app.module.js';
import { NotificationRecords } from '../../src/notifications/records/notification-records.js';
import type { NotificationRow } from '../../src/notifications/records/notification-row.js';
import { Delivery, NOTIFICATION_PATIENCE } from '../../src/notifications/sending/delivery.js';
import { PATIENCE } from '../../src/notifications/sending/patience.js';
import { createHttpAdapter } from '../../src/platform/http/http-adapter.js';

/**
 * A worker of notifications in a process of its own, to be killed. What waits for a minute and a half as it is shipped
 * waits for seconds. `BROKEN` makes it wrong on purpose, so that the audit can show that it would notice.
 */

/** How long after its beginning an attempt may be on its way, in ms: less than the job of a dead worker takes to come back. */
const ATTEMPT_MS = 8_000;

@Injectable()
class HastyDelivery extends Delivery {
  override attemptUntil(from: Date): Date {
    return new Date(from.getTime() + ATTEMPT_MS);
  }
}

/** As it is often written: sends first, and writes down what came of it. */
@Injectable()
class ForgetfulRecords extends NotificationRecords {
  override async begin(rows: readonly NotificationRow[]): Promise<NotificationRow[]> {
    return [...rows];
  }
}

const building = Test.createTestingModule({ imports: [HooklineModule.forRoot(process.env)] })
  .overrideProvider(Delivery)
  .useClass(HastyDelivery)
  .overrideProvider(NOTIFICATION_PATIENCE)
  .useValue({ ...PATIENCE, retryDelaysMs: PATIENCE.retryDelaysMs.map(() => 500), lateMs: 0 });
if (process.env.BROKEN) building.overrideProvider(NotificationRecords).useClass(ForgetfulRecords);
const module = await building.compile();
await module.createNestApplication(createHttpAdapter('http://localhost')).init();
flushCompileCache(); // what is killed leaves its cache to nobody, and many are started
process.on('disconnect', () => process.exit()); // nobody is left to end it
process.send?.('ready');
