import { z } from 'zod';
import { anything, flag, list, named, record, text, texts } from './lenient.js';

const Swagger = z.object({
  swagger: z.literal('2.0'),
  info: anything,
  host: text,
  basePath: text,
  schemes: texts,
  consumes: texts,
  produces: texts,
  paths: record,
  definitions: named,
  parameters: named,
  responses: named,
  securityDefinitions: named,
  security: list,
});

const Parameter = z.looseObject({
  $ref: text,
  name: text,
  in: text,
  required: flag,
  description: text,
  schema: anything,
  collectionFormat: text,
});

const Operation = z.looseObject({ consumes: texts, produces: texts, parameters: list, responses: named });

const Scheme = z.looseObject({ type: text, flow: text, tokenUrl: text, scopes: named });

type Json = Readonly<Record<string, unknown>>;

const METHODS = ['get', 'put', 'post', 'delete', 'head', 'patch'];

/** A Swagger 2.0 document as OpenAPI 3.0 says the same; every other one as it is. */
export function modernised(document: unknown): unknown {
  const parsed = Swagger.safeParse(document);
  return parsed.success ? withNewReferences(new Modernised(parsed.data).document) : document;
}

class Modernised {
  constructor(private readonly old: z.output<typeof Swagger>) {}

  get document(): Json {
    const { info, security, definitions, responses = {}, securityDefinitions = {}, paths } = this.old;
    return {
      openapi: '3.0.3',
      info,
      servers: [{ url: this.server }],
      security,
      paths: mapped(paths, (item) => this.pathItem(record.parse(item))),
      components: {
        schemas: definitions,
        responses: mapped(responses, (response) => this.response(response, {})),
        securitySchemes: mapped(securityDefinitions, scheme),
      },
    };
  }

  private get server(): string {
    const { host, basePath = '', schemes = ['https'] } = this.old;
    const protocol = schemes.includes('https') ? 'https' : (schemes[0] ?? 'https');
    return host === undefined ? basePath : `${protocol}://${host}${basePath}`;
  }

  private pathItem(item: Json): Json {
    const shared = this.parameters(item.parameters);
    const operations = METHODS.filter((method) => item[method] !== undefined).map((method) => [
      method,
      this.operation(Operation.parse(record.parse(item[method])), shared),
    ]);
    return Object.fromEntries(operations) as Json;
  }

  private operation(old: z.output<typeof Operation>, shared: readonly z.output<typeof Parameter>[]): Json {
    const own = this.parameters(old.parameters);
    const all = [...new Map([...shared, ...own].map((each) => [`${each.in} ${each.name}`, each])).values()];
    const { parameters: _parameters, consumes, produces: _produces, responses = {}, ...rest } = old;
    const isBody = (parameter: z.output<typeof Parameter>) => /^(?:body|formData)$/.test(parameter.in ?? '');
    return {
      ...rest,
      parameters: all.filter((parameter) => !isBody(parameter)).map(newParameter),
      requestBody: requestBody(all.filter(isBody), consumes ?? this.old.consumes),
      responses: mapped(responses, (response) => this.response(response, old)),
    };
  }

  private parameters(parameters: unknown): z.output<typeof Parameter>[] {
    return z
      .array(z.unknown())
      .catch([])
      .parse(parameters)
      .map((parameter) => {
        const own = Parameter.parse(record.parse(parameter));
        const name = own.$ref?.replace('#/parameters/', '');
        return name === undefined ? own : Parameter.parse(record.parse(this.old.parameters?.[name]));
      });
  }

  private response(response: unknown, { produces }: { produces?: string[] }): Json {
    const { schema, ...rest } = record.parse(response);
    const types = produces ?? this.old.produces ?? ['application/json'];
    return schema === undefined ? rest : { ...rest, content: contentOf(types, schema) };
  }
}

function newParameter(parameter: z.output<typeof Parameter>): Json {
  const {
    name,
    in: place,
    required,
    description,
    collectionFormat = 'csv',
    $ref: _ref,
    ...schema
  } = parameter;
  const styles: Json = {
    multi: { style: 'form', explode: true },
    ssv: { style: 'spaceDelimited', explode: false },
    pipes: { style: 'pipeDelimited', explode: false },
  };
  const style = record.parse(styles[collectionFormat] ?? { style: 'form', explode: false });
  return {
    name,
    in: place,
    required,
    description,
    schema,
    ...(place === 'query' && schema.type === 'array' && style),
  };
}

function requestBody(
  parameters: readonly z.output<typeof Parameter>[],
  consumes: readonly string[] = [],
): unknown {
  const body = parameters.find((parameter) => parameter.in === 'body');
  if (body) {
    const types = consumes.length > 0 ? consumes : ['application/json'];
    return { required: body.required, content: contentOf(types, body.schema) };
  }
  if (parameters.length === 0) return undefined;
  const properties = parameters.flatMap(({ name, in: _in, required: _required, ...schema }) =>
    name === undefined ? [] : [[name, schema]],
  );
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  const hasFile = parameters.some(({ type }) => type === 'file');
  const form = hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  const type = consumes.find((each) => /form/.test(each) && !hasFile) ?? form;
  const schema = { type: 'object', properties: Object.fromEntries(properties) as Json, required };
  return { required: required.length > 0, content: contentOf([type], schema) };
}

function contentOf(types: readonly string[], schema: unknown): Json {
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

function scheme(old: unknown): Json {
  const { type, flow, tokenUrl, scopes, ...rest } = Scheme.parse(record.parse(old));
  if (type === 'basic') return { type: 'http', scheme: 'basic' };
  if (type !== 'oauth2') return { type, ...rest };
  const name = flow === 'application' ? 'clientCredentials' : (flow ?? 'implicit');
  return { type, flows: { [name]: { tokenUrl, scopes } } };
}

/** References to where OpenAPI 3 has what they mean. */
function withNewReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNewReferences);
  if (typeof value !== 'object' || value === null) return value;
  return mapped(value, (inner, key) =>
    key === '$ref' && typeof inner === 'string'
      ? inner
          .replace(/^#\/definitions\//, '#/components/schemas/')
          .replace(/^#\/responses\//, '#/components/responses/')
      : withNewReferences(inner),
  );
}

function mapped(object: object, change: (value: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
