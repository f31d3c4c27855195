import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../contracts/errors.js';
import { EventCatalogue } from '../catalogue/event-catalogue.js';
import { productType } from '../events/event-fields.js';
import { OWN_TYPES } from '../events/event-type-names.js';

/** The type of a test that is like no event of the product. */
const TEST_TYPE = `${OWN_TYPES}.test`;

/** What a test holds where the catalogue has no example. */
const SAMPLE = { message: 'This is a test. Nothing has happened.' };

/** Events that have not happened, for endpoints to be tried with. */
@Injectable()
export class TestEvents {
  constructor(private readonly catalogue: EventCatalogue) {}

  /**
   * @param type one of the product's, with the catalogue's example where there is one. @default `hookline.test`
   * @throws ValidationError for a type that cannot be
   */
  async make(type: string | undefined): Promise<{ type: string; data: unknown }> {
    if (type === undefined) return { type: TEST_TYPE, data: SAMPLE };
    const { success, error } = productType.safeParse(type);
    if (!success) throw invalidType(error.issues[0]?.message ?? 'cannot be');
    const entry = await this.catalogue.get(type);
    return { type, data: entry?.example ?? SAMPLE };
  }
}

function invalidType(issue: string): ValidationError {
  const about = { provider: 'hookline', operation: 'endpoints.test' };
  return new ValidationError('The test event is not valid: see type.', about, [{ field: 'type', issue }]);
}
