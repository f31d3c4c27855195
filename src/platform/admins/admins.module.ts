import { Module } from '@nestjs/common';
import { AdminIdentities } from './admin-identities.js';
import { AdminsService } from './admins.service.js';
import { SignInLinks } from './sign-in-links.js';

/** The people of the console, and what lets them in. */
@Module({
  providers: [AdminsService, AdminIdentities, SignInLinks],
  exports: [AdminsService, AdminIdentities, SignInLinks],
})
export class AdminsModule {}
