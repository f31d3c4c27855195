import { Controller, Post, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';

/** A room of the console: `/console/<path>`, behind a sign-in; errors are shown as pages. */
export function Room(path: string): ClassDecorator {
  return applyDecorators(Controller(`console/${path}`)); // to be written: guard, error filter
}

/** A form that acts (POST): only for admins, with the session's CSRF token. The body is its fields, as text. */
export function Action(path: string): MethodDecorator {
  return applyDecorators(Post(path), RouteConfig({ form: true })); // to be written: guards
}
