import { Controller, HttpCode, Post, UseFilters, UseGuards, UsePipes, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { SecurityHeaders } from '../../../platform/http/security-headers.js';
import { ValidationPipe } from '../../../platform/http/validation.pipe.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { SameOriginGuard } from '../../../platform/pages/same-origin.guard.js';
import { PortalCsrfGuard } from './portal-csrf.guard.js';
import { PortalErrorFilter } from './portal-error.filter.js';
import { PortalPaceGuard } from './portal-pace.guard.js';
import { PortalSessionGuard } from './portal-session.guard.js';

/** The door at `/portal/<path>`, for who has no session yet; errors are shown as pages. */
export function PortalDoor(path: string): ClassDecorator {
  return applyDecorators(
    Controller(`portal/${path}`),
    SecurityHeaders(),
    UseFilters(PortalErrorFilter),
    UsePipes(ValidationPipe),
  );
}

/** A form of a {@link PortalDoor}: POST from a page of this service. */
export function PortalDoorAction(path: string): MethodDecorator {
  return applyDecorators(...form(path), UseGuards(SameOriginGuard));
}

/** Pages at `/portal/<path>`, for who came by a link; errors are shown as pages. */
export function PortalRoom(path: string): ClassDecorator {
  return applyDecorators(PortalDoor(path), UseGuards(PortalSessionGuard));
}

/**
 * A form that acts (POST), with the CSRF token of its session. The body is its fields, as text; what comes back is a page
 * (200) unless the method says otherwise.
 */
export function PortalAction(path: string): MethodDecorator {
  return applyDecorators(...form(path), UseGuards(SameOriginGuard, PortalCsrfGuard, PortalPaceGuard));
}

function form(path: string): MethodDecorator[] {
  return [Post(path), HttpCode(200), RouteConfig({ form: true }), Page()];
}
