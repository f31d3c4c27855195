import { Module } from '@nestjs/common';
import { AdminsService } from './admins.service.js';
import { SignInLinks } from './sign-in-links.js';

/** The people of the console, and the links that let them in. */
@Module({ providers: [AdminsService, SignInLinks], exports: [AdminsService, SignInLinks] })
export class AdminsModule {}
