import { Module } from '@nestjs/common';
import { AdminsModule } from '../../platform/admins/admins.module.js';
import { AccountRoom } from './account.room.js';
import { adminConfig } from './admin.config.js';
import { Entering } from './entering.js';
import { FirstAdmin } from './first-admin.js';
import { OidcAttempts } from './oidc/oidc-attempts.js';
import { OidcIssuer } from './oidc/oidc-issuer.js';
import { OidcSignIn } from './oidc/oidc-sign-in.js';
import { oidcConfig } from './oidc/oidc.config.js';
import { OidcController } from './oidc/oidc.controller.js';
import { OwnPassword } from './own-password.js';
import { SignInController } from './sign-in.controller.js';
import { SignInPruning } from './sign-in-pruning.js';
import { SignInService } from './sign-in.service.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** How people get into the console, and out of it. */
@Module({
  imports: [AdminsModule],
  controllers: [OidcController, SignInController, AccountRoom],
  providers: [
    adminConfig.provider(),
    oidcConfig.provider(),
    SignInService,
    SignInThrottle,
    Entering,
    OidcAttempts,
    OidcIssuer,
    OidcSignIn,
    OwnPassword,
    FirstAdmin,
    SignInPruning,
  ],
})
export class SignInModule {}
