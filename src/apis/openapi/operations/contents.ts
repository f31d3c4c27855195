import { z } from 'zod';
import { flag, named, text } from '../document/lenient.js';
import { MediaType, Response, type OpenApiDocument } from '../document/openapi-document.js';
import type { Components } from '../schemas/components.js';
import type { Shape, Side } from '../schemas/shape.js';
import type { QueryStyle } from '../../rest/rest-input.js';
import type { FoundOperation, ImportedAnswer, ImportedBody } from './operation.js';

const RequestBody = z.object({ required: flag, content: named });

const Encoding = z.object({ style: text });

/** Without a flavour, such as that of JSON Patch. */
const PLAIN_JSON = /^application\/json\s*(?:;|$)/i;
const JSON_TYPE = /^[\w.-]+\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const ANY_TYPE = /^(?:\*|application)\/\*/;

/** Reads what goes out with one operation, and what comes back. */
export class ContentReader {
  readonly notes: string[] = [];

  constructor(
    private readonly document: OpenApiDocument,
    private readonly components: Components,
  ) {}

  bodyOf({ method, operation }: FoundOperation): ImportedBody | undefined {
    if (operation.requestBody === undefined) return undefined;
    const { required = false, content = {} } = this.document.read(RequestBody, operation.requestBody);
    const body = this.contentOf(content, required);
    if (!body || isNothing(this.components.resolve(body.shape), body)) return undefined;
    if (method === 'get' || method === 'head') {
      this.notes.push(`Not sent: the body, which a ${method.toUpperCase()} cannot have.`);
      return undefined;
    }
    return body;
  }

  answerOf({ method, operation: { responses = {} } }: FoundOperation): ImportedAnswer | undefined {
    if (method === 'head') return undefined;
    const successes = Object.keys(responses).filter((status) => /^2(?:\d\d|XX)$/i.test(status));
    const statuses =
      successes.length > 0 ? successes : Object.keys(responses).filter((each) => each === 'default');
    const contents = statuses.map((status) => this.document.read(Response, responses[status]).content ?? {});
    const types = contents.flatMap((content) => Object.keys(content));
    const jsons = contents.flatMap((content) => this.jsonOf(content, 'answer') ?? []);
    const [json, second] = jsons;
    if (json) {
      const others = types.filter((type) => !JSON_TYPE.test(type) && !ANY_TYPE.test(type));
      if (others.length > 0) this.notes.push(`Not asked for: answers as ${[...new Set(others)].join(', ')}.`);
      const mayBeEmpty = contents.some((content) => Object.keys(content).length === 0);
      const schema = second ? { anyOf: jsons.map((each) => each.schema) } : json.schema;
      return { shape: this.components.reader('answer').read(schema), mayBeEmpty };
    }
    if (types.length === 0) return undefined;
    const isText = types.some((type) => /^text\/|xml|csv|x-ndjson/i.test(type));
    return { shape: isText ? 'text' : 'bytes', mayBeEmpty: true };
  }

  private contentOf(content: Readonly<Record<string, unknown>>, required: boolean): ImportedBody | undefined {
    const types = Object.keys(content);
    const json = this.jsonOf(content, 'input');
    if (json) {
      const shape = this.components.reader('input').read(json.schema);
      const plain = types.some((type) => PLAIN_JSON.test(type) || ANY_TYPE.test(type));
      const contentTypes = plain ? [] : types.filter((type) => JSON_TYPE.test(type));
      return { shape, required, format: 'json', contentTypes };
    }
    const form = types.find((type) => /^application\/x-www-form-urlencoded/i.test(type));
    if (form !== undefined) {
      const shape = this.inputOf(content[form]);
      const listStyle = this.listStyleOf(shape, content[form]);
      return { shape, required, format: 'form', listStyle, contentTypes: [] };
    }
    const multipart = types.find((type) => /^multipart\/form-data/i.test(type));
    if (multipart !== undefined) {
      return {
        shape: this.inputOf(content[multipart]),
        required,
        format: 'multipart',
        contentTypes: [],
      };
    }
    if (types.length === 0) return undefined;
    const contentTypes = types.some((type) => /octet-stream|\*/.test(type)) ? [] : types;
    return { shape: { kind: 'bytes' }, required, format: 'bytes', contentTypes };
  }

  /** What it is as JSON; `undefined` where it is not sent so. */
  private jsonOf(content: Readonly<Record<string, unknown>>, side: Side): { schema: unknown } | undefined {
    const types = Object.keys(content);
    const type =
      types.find((each) => PLAIN_JSON.test(each)) ??
      types.find((each) => JSON_TYPE.test(each)) ??
      types.find((each) => ANY_TYPE.test(each));
    if (type === undefined) return undefined;
    const schema = this.schemaOf(content[type]);
    const shape = this.components.resolve(this.components.reader(side).read(schema));
    return ANY_TYPE.test(type) && shape.kind === 'file' ? undefined : { schema };
  }

  /** OpenAPI repeats the name of a list in a form, unless its encoding says otherwise. */
  private listStyleOf(shape: Shape, media: unknown): QueryStyle {
    const { encoding = {} } = this.document.read(MediaType, media);
    const object = this.components.resolve(shape);
    if (object.kind !== 'object') return 'repeat';
    const lists = object.properties
      .filter((property) => this.components.resolve(property.shape).kind === 'array')
      .map(({ name }) => name);
    const deep = lists.filter((name) => this.document.read(Encoding, encoding[name]).style === 'deepObject');
    if (deep.length === 0) return 'repeat';
    const others = lists.filter((name) => !deep.includes(name));
    if (others.length > 0) this.notes.push(`Sent as name[]=…&name[]=…, too: the lists ${others.join(', ')}.`);
    return 'brackets';
  }

  private inputOf(media: unknown): Shape {
    return this.components.reader('input').read(this.schemaOf(media));
  }

  /** `true`, which says nothing, where there is none. */
  private schemaOf(media: unknown): unknown {
    return this.document.read(MediaType, media).schema ?? true;
  }
}

/** A body that has nothing in it need not be sent. */
function isNothing(shape: Shape, { required }: ImportedBody): boolean {
  return !required && shape.kind === 'object' && shape.properties.length === 0;
}
