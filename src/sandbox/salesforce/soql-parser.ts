import { likePattern, malformed, tokensOf, unescaped, type Token } from './soql-tokens.js';

/** A value in a query. */
export type SoqlLiteral =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'time'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

/** A condition of a query. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | {
      readonly kind: 'compare';
      readonly path: string;
      readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=';
      readonly value: SoqlLiteral;
    }
  | { readonly kind: 'like'; readonly path: string; readonly pattern: RegExp }
  | { readonly kind: 'in'; readonly path: string; readonly values: readonly SoqlLiteral[] };

/** A query, understood but not yet held against any object. */
export interface Query {
  readonly fields: readonly string[];
  readonly object: string;
  readonly where: Condition | undefined;
  readonly orderBy: readonly { readonly path: string; readonly descending: boolean }[];
  readonly limit: number | undefined;
}

const OPERATORS = ['=', '!=', '<', '<=', '>', '>='] as const;

/**
 * Reads SOQL, as much of it as is needed: fields, one object, conditions, order and limit.
 * @throws SalesforceRefusal (MALFORMED_QUERY) for everything else
 * @see https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select.htm
 */
export function parseSoql(text: string): Query {
  return new SoqlParser(text).query();
}

class SoqlParser {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
  }

  query(): Query {
    this.expectWord('SELECT');
    const fields = this.separated(() => this.name());
    this.expectWord('FROM');
    const object = this.name();
    const where = this.takeWord('WHERE') ? this.conditions() : undefined;
    const orderBy = this.takeWord('ORDER') ? this.order() : [];
    const limit = this.takeWord('LIMIT') ? this.wholeNumber() : undefined;
    if (this.current.kind !== 'end') throw this.unexpected();
    return { fields, object, where, orderBy, limit };
  }

  /** Without parentheses, all of them are joined by the same word. */
  private conditions(): Condition {
    const first = this.condition();
    const word = ['AND', 'OR'].find((each) => this.isWord(each));
    if (word === undefined) return first;
    const conditions = [first];
    while (this.takeWord(word)) conditions.push(this.condition());
    return { kind: word === 'AND' ? 'all' : 'any', conditions };
  }

  private condition(): Condition {
    if (this.takeWord('NOT')) return { kind: 'not', condition: this.condition() };
    if (this.takeOperator('(')) {
      const inner = this.conditions();
      this.expectOperator(')');
      return inner;
    }
    return this.comparison();
  }

  private comparison(): Condition {
    const path = this.name();
    if (this.takeWord('LIKE')) return { kind: 'like', path, pattern: likePattern(this.text, this.string()) };
    if (this.takeWord('IN')) return { kind: 'in', path, values: this.list() };
    if (this.takeWord('NOT')) {
      this.expectWord('IN');
      return { kind: 'not', condition: { kind: 'in', path, values: this.list() } };
    }
    const token = this.current;
    const symbol = token.text === '<>' ? '!=' : token.text;
    const operator = token.kind === 'operator' ? OPERATORS.find((each) => each === symbol) : undefined;
    if (!operator) throw this.unexpected();
    this.position += 1;
    return { kind: 'compare', path, operator, value: this.literal() };
  }

  private list(): readonly SoqlLiteral[] {
    this.expectOperator('(');
    const values = this.separated(() => this.literal());
    this.expectOperator(')');
    return values;
  }

  private literal(): SoqlLiteral {
    const token = this.current;
    if (token.kind === 'string') return { kind: 'string', value: unescaped(this.text, this.string()) };
    const word = token.kind === 'name' ? token.text.toUpperCase() : undefined;
    if (token.kind !== 'literal' && !['TRUE', 'FALSE', 'NULL'].includes(word ?? '')) throw this.unexpected();
    this.position += 1;
    if (word === 'NULL') return { kind: 'null' };
    if (word !== undefined) return { kind: 'boolean', value: word === 'TRUE' };
    return token.text.includes('T')
      ? { kind: 'time', value: Date.parse(token.text) }
      : { kind: 'number', value: Number(token.text) };
  }

  private order(): Query['orderBy'] {
    this.expectWord('BY');
    return this.separated(() => {
      const path = this.name();
      const descending = this.takeWord('DESC');
      if (!descending) this.takeWord('ASC');
      return { path, descending };
    });
  }

  private wholeNumber(): number {
    const token = this.current;
    if (token.kind !== 'literal' || !/^\d+$/.test(token.text)) throw this.unexpected();
    this.position += 1;
    return Number(token.text);
  }

  private separated<T>(item: () => T): T[] {
    const items = [item()];
    while (this.takeOperator(',')) items.push(item());
    return items;
  }

  private get current(): Token {
    return this.tokens[this.position] ?? { kind: 'end', text: '<EOF>', at: this.text.length };
  }

  private name(): string {
    const token = this.current;
    if (token.kind !== 'name') throw this.unexpected();
    this.position += 1;
    return token.text;
  }

  private string(): Token {
    const token = this.current;
    if (token.kind !== 'string') throw this.unexpected();
    this.position += 1;
    return token;
  }

  private isWord(word: string): boolean {
    return this.current.kind === 'name' && this.current.text.toUpperCase() === word;
  }

  private takeWord(word: string): boolean {
    const is = this.isWord(word);
    if (is) this.position += 1;
    return is;
  }

  private expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected();
  }

  private takeOperator(operator: string): boolean {
    const is = this.current.kind === 'operator' && this.current.text === operator;
    if (is) this.position += 1;
    return is;
  }

  private expectOperator(operator: string): void {
    if (!this.takeOperator(operator)) throw this.unexpected();
  }

  private unexpected() {
    return malformed(this.text, this.current.at, `unexpected token: '${this.current.text}'`);
  }
}
