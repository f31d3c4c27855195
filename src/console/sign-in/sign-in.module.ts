import { Module } from '@nestjs/common';
import { AdminsModule } from '../../platform/admins/admins.module.js';
import { AccountRoom } from './account.room.js';
import { adminConfig } from './admin.config.js';
import { FirstAdmin } from './first-admin.js';
import { OwnPassword } from './own-password.js';
import { SignInController } from './sign-in.controller.js';
import { SignInPruning } from './sign-in-pruning.js';
import { SignInService } from './sign-in.service.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** How people get into the console, and out of it. */
@Module({
  imports: [AdminsModule],
  controllers: [SignInController, AccountRoom],
  providers: [adminConfig.provider(), SignInService, SignInThrottle, OwnPassword, FirstAdmin, SignInPruning],
})
export class SignInModule {}
