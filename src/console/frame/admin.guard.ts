import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../platform/http/api-error.js';

/** Keeps viewers from what only admins may do. */
@Injectable()
export class AdminGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { consoleSession } = context.switchToHttp().getRequest<FastifyRequest>();
    if (consoleSession?.role === 'admin') return true;
    throw new ApiError('FORBIDDEN', 'Viewers see everything and change nothing. Ask an admin to do this.');
  }
}
