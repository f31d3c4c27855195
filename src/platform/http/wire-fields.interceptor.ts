import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, throwError, type Observable } from 'rxjs';
import { ValidationError } from '../../contracts/errors.js';

/** Fields of the contracts that have another name on the wire. All others differ in `snake_case` alone. */
const WIRE_NAMES: Record<string, string> = { customerId: 'customer', after: 'cursor', pageToken: 'cursor' };

/** A provider names wrong fields as the contracts do; whoever sent a request is told them as they were sent. */
@Injectable()
export class WireFieldsInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(catchError((error: unknown) => throwError(() => withWireFields(error))));
  }
}

/** The same error with its fields as they were sent, wherever it names them; any other as it is. */
export function withWireFields(error: unknown): unknown {
  if (!(error instanceof ValidationError)) return error;
  const details = error.details.map(({ field, issue }) => ({ field: wireName(field), issue }));
  const message = error.details.reduce(
    // In a message, `after` is more likely to be a word than a name.
    (text, { field }) => (/^[a-z]*$/.test(field) ? text : text.replaceAll(field, wireName(field))),
    error.message,
  );
  return new ValidationError(message, error, details);
}

/** Fields whose own fields are named by the caller: what follows in `metadata.orderId` is no name of ours. */
const NAMED_BY_CALLER = new Set(['metadata', 'data', 'properties', 'headers', 'versions']);

function wireName(field: string): string {
  let isOurs = true;
  const steps = field.split('.').map((step, index) => {
    if (!isOurs) return step;
    isOurs = !NAMED_BY_CALLER.has(step);
    return (index === 0 && WIRE_NAMES[step]) || snakeCase(step);
  });
  return steps.join('.');
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
