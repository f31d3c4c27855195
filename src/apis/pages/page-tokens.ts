import { z } from 'zod';
import { ValidationError } from '../../contracts/errors.js';

/** Positions as texts that mean nothing to those who keep them: JSON in base64url. */
export class PageTokens<Position> {
  private readonly codec: z.ZodType<Position, string>;

  constructor(position: z.ZodType<Position>) {
    this.codec = z.codec(z.base64url(), position, {
      decode: (token, context) => {
        try {
          return JSON.parse(Buffer.from(token, 'base64url').toString());
        } catch {
          context.issues.push({ code: 'custom', input: token, message: 'is no page token' });
          return z.NEVER;
        }
      },
      encode: (value) => Buffer.from(JSON.stringify(value)).toString('base64url'),
    });
  }

  write(position: Position): string {
    return z.encode(this.codec, position);
  }

  /** @throws ValidationError for what {@link write} has not made of a position of this kind */
  read(token: string, about: { provider: string; operation: string }): Position {
    const { data, success } = z.safeDecode(this.codec, token);
    if (success) return data;
    const { provider, operation } = about;
    const message = `${provider} ${operation} was not sent: see pageToken. Give the nextPageToken of an earlier page, or none.`;
    throw new ValidationError(message, about, [
      { field: 'pageToken', issue: 'is not a page token of this listing' },
    ]);
  }
}
