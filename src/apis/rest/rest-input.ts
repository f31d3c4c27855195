import type { z } from 'zod';

/** A query that is sent as it stands: lists as `a=1&a=2`. */
export type QueryStyle = 'repeat' | 'comma' | 'brackets';

/** How a body is sent. */
export type BodyFormat = 'json' | 'form' | 'multipart' | 'bytes';

/** One `:name` of a path, up to what cannot be part of a name. */
type NameOf<Text extends string> =
  Text extends `${infer Name}${'.' | ':' | ',' | '-' | '(' | ')' | ';'}${string}` ? NameOf<Name> : Text;

/** `'id' | 'line'` of `/orders/:id/lines/:line`. */
type PathNames<Path extends string> = Path extends `${infer Segment}/${infer Rest}`
  ? PathNames<Segment> | PathNames<Rest>
  : Path extends `${string}:${infer Text}`
    ? NameOf<Text>
    : never;

/** The schemas of what goes with a call. */
export interface InputSchemas {
  /** Of the names in the path. @default text or numbers */
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly headers?: z.ZodType;
  readonly body?: z.ZodType;
}

type Outer<Schema> = Schema extends z.ZodType ? z.output<Schema> : unknown;

type ParamsPart<Path extends string, Schemas extends InputSchemas> = Schemas['params'] extends z.ZodType
  ? z.output<Schemas['params']>
  : { [Name in PathNames<Path>]: string | number };

type Named<Name extends string, Schema> = Schema extends z.ZodType
  ? undefined extends z.output<Schema>
    ? { [Key in Name]?: z.output<Schema> }
    : { [Key in Name]: z.output<Schema> }
  : unknown;

type Flat<Type> = { [Key in keyof Type]: Type[Key] };

/** What a method is given: the names of its path and its query side by side, and the body and the headers as such. */
export type RestInput<Path extends string, Schemas extends InputSchemas> = Flat<
  ParamsPart<Path, Schemas> &
    Outer<Schemas['query']> &
    Named<'body', Schemas['body']> &
    Named<'headers', Schemas['headers']>
>;
