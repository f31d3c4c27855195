import { Controller, HttpCode, Post, UseFilters, UseGuards, UsePipes, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { Page } from '../../platform/pages/page-headers.js';
import { SameOriginGuard } from '../../platform/pages/same-origin.guard.js';
import { SecurityHeaders } from '../../platform/http/security-headers.js';
import { ValidationPipe } from '../../platform/http/validation.pipe.js';
import { AdminGuard } from './admin.guard.js';
import { CsrfGuard } from './csrf.guard.js';
import { PageErrorFilter } from './page-error.filter.js';
import { SessionGuard } from './session.guard.js';

/** Pages at `/console/<path>` that need no sign-in; errors are shown as pages. */
export function OpenRoom(path: string): ClassDecorator {
  return applyDecorators(
    Controller(address(path)),
    SecurityHeaders(),
    UseFilters(PageErrorFilter),
    UsePipes(ValidationPipe),
  );
}

/** A room of the console: `/console/<path>`, behind a sign-in; errors are shown as pages. */
export function Room(path: string): ClassDecorator {
  return applyDecorators(OpenRoom(path), UseGuards(SessionGuard));
}

/** A form of an {@link OpenRoom}: POST from a page of this service. */
export function OpenAction(path: string): MethodDecorator {
  return applyDecorators(...form(path), UseGuards(SameOriginGuard));
}

/** A form about one's own account, for viewers, too: POST with the session's CSRF token. */
export function OwnAction(path: string): MethodDecorator {
  return applyDecorators(...form(path), UseGuards(SameOriginGuard, CsrfGuard));
}

/**
 * A form that acts (POST): only for admins, with the session's CSRF token. The body is its fields, as text; what comes
 * back is a page (200) unless the method says otherwise.
 */
export function Action(path: string): MethodDecorator {
  return applyDecorators(...form(path), UseGuards(SameOriginGuard, CsrfGuard, AdminGuard));
}

function form(path: string): MethodDecorator[] {
  return [Post(path), HttpCode(200), RouteConfig({ form: true }), Page()];
}

function address(path: string): string {
  return path ? `console/${path}` : 'console';
}
