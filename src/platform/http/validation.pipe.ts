import { Injectable, StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { FieldIssue } from '../../contracts/errors.js';
import { RequestValidationError } from './request-validation-error.js';

interface Issue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
  /** zod's own: the names that a strict object does not know. */
  readonly keys?: readonly string[];
}

const NO_BODY: FieldIssue = { field: '', issue: 'a body is missing: send JSON' };

/** Checks what comes in against the zod schema at the parameter, and names every wrong field at once. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: (issues: readonly Issue[]) => new RequestValidationError(issues.flatMap(fieldIssues)),
    });
  }

  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (!(error instanceof RequestValidationError)) throw error;
      if (metadata.type === 'body' && value === undefined) throw new RequestValidationError([NO_BODY]);
      // What a path or a query is asked for by name has no name within itself.
      const name = metadata.type === 'body' ? '' : (metadata.data ?? '');
      const issues = (error.details ?? []).map(({ field, issue }) => ({ field: field || name, issue }));
      throw new RequestValidationError(issues);
    }
  }

  /**
   * Nothing is taken out of a body without a word, as Nest would: `constructor` and `prototype` are names like others in
   * a customer's data. What would reach a prototype was refused when the body was parsed.
   */
  protected override stripProtoKeys(): void {}
}

function fieldIssues(issue: Issue): FieldIssue[] {
  const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
  if (issue.keys)
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      issue: 'is not a field of this request',
    }));
  return [{ field: path.join('.'), issue: issue.message }];
}
