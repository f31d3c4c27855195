import { z } from 'zod';
import type { QueryStyle } from '../../rest/rest-input.js';
import { firstParagraph } from '../code/docstring.js';
import { anything, flag, named, text } from '../document/lenient.js';
import type { OpenApiDocument } from '../document/openapi-document.js';
import type { Components } from '../schemas/components.js';
import { innerShapes, type Property, type Shape } from '../schemas/shape.js';
import type { FoundOperation, ImportedParameters } from './operation.js';
import { pathTemplate, type PathTemplate } from './path-template.js';

const Parameter = z.object({
  name: text,
  in: text,
  description: text,
  required: flag,
  deprecated: flag,
  style: text,
  explode: flag,
  schema: anything,
  content: named,
});

type Parameter = z.output<typeof Parameter> & { name: string };

/** Headers that are said in other ways (OpenAPI 3.1, 4.8.12.1). */
const NOT_OURS = /^(?:accept|content-type|authorization)$/i;

/** Names of the input that mean something else. */
const RESERVED = new Set(['body', 'headers']);

const STYLES: Readonly<Record<string, QueryStyle>> = { form: 'repeat', deepObject: 'brackets' };
const SEPARATORS: Readonly<Record<string, string>> = {
  form: 'commas',
  spaceDelimited: 'spaces',
  pipeDelimited: 'bars (|)',
};

/** Reads the parameters of one operation. */
export class ParameterReader {
  readonly notes: string[] = [];
  readonly template: PathTemplate;
  readonly imported: ImportedParameters;

  constructor(
    document: OpenApiDocument,
    private readonly components: Components,
    { path, shared, operation }: FoundOperation,
  ) {
    const all = new Map<string, Parameter>();
    for (const each of [...(shared.parameters ?? []), ...(operation.parameters ?? [])]) {
      const { name, ...parameter } = document.read(Parameter, each);
      if (name !== undefined && name !== '__proto__')
        all.set(`${parameter.in} ${name}`, { name, ...parameter });
    }
    const of = (place: string) => [...all.values()].filter((parameter) => parameter.in === place);
    const sent = of('query').filter(({ name }) => !RESERVED.has(name));
    this.note(
      'query parameter',
      of('query').filter(({ name }) => RESERVED.has(name)),
    );
    this.note('cookie', of('cookie'));
    const styled = this.queryOf(sent);
    this.template = pathTemplate(path, new Set([...RESERVED, ...styled.query.map(({ name }) => name)]));
    const fixed = [...this.template.search].map(([name, value]) => ({
      name,
      shape: { kind: 'literal', values: [value] } as const,
      required: true,
      doc: {},
    }));
    this.imported = {
      ...styled,
      query: distinct([...fixed, ...styled.query]),
      params: this.paramsOf(of('path')),
      headers: of('header')
        .filter(({ name }) => !NOT_OURS.test(name))
        .map((parameter) => this.textual(parameter, 'commas')),
    };
  }

  private note(what: string, parameters: readonly Parameter[]): void {
    const names = parameters.map(({ name }) => name).join(', ');
    if (names !== '') this.notes.push(`Not sent: the ${what} ${names}.`);
  }

  private paramsOf(parameters: readonly Parameter[]): Property[] {
    const declared = new Map(
      parameters.map((parameter) => [parameter.name, this.textual(parameter, 'commas')]),
    );
    const properties = [...this.template.names].map(([name, own]) => {
      const known = declared.get(name);
      const shape = known?.shape ?? ({ kind: 'string' } as const);
      return { name: own, shape, required: true, doc: known?.doc ?? {} };
    });
    const tells = properties.some(({ shape }) => shape.kind === 'enum' || shape.kind === 'literal');
    return tells || !this.template.typed ? properties : [];
  }

  private queryOf(parameters: readonly Parameter[]): { query: Property[]; queryStyle: QueryStyle } {
    const lists = parameters.filter((parameter) => this.isList(parameter));
    const styles = lists.map(styleOf);
    // One style for all: lists with commas can also be given as text.
    const queryStyle =
      styles.find((style) => style === 'repeat' || style === 'brackets') ?? styles[0] ?? 'repeat';
    this.note(
      'second value of',
      lists.filter((parameter) => isRepeated(parameter) && styleOf(parameter) !== queryStyle),
    );
    const query = parameters.flatMap((parameter) => {
      const shape = this.components.resolve(this.shapeOf(parameter));
      const { style = 'form', explode = style === 'form' } = parameter;
      if (shape.kind === 'object' && style === 'form' && explode) {
        return shape.properties.filter(({ name }) => !RESERVED.has(name));
      }
      if (this.isList(parameter) && styleOf(parameter) !== queryStyle) {
        const one = { ...this.propertyOf(parameter), shape: { kind: 'string' } as const };
        return [isRepeated(parameter) ? one : this.joinedText(parameter, SEPARATORS[style] ?? 'commas')];
      }
      if (parameter.content) return [{ ...this.propertyOf(parameter), shape: { kind: 'string' } as const }];
      const property = this.propertyOf(parameter);
      return [
        queryStyle === 'brackets' ? { ...property, name: property.name.replace(/\[\]$/, '') } : property,
      ];
    });
    return { query: distinct(query), queryStyle };
  }

  /** Paths and headers have text only. */
  private textual(parameter: Parameter, separator: string): Property {
    const shape = this.components.resolve(this.shapeOf(parameter));
    if (shape.kind === 'array' || shape.kind === 'object') return this.joinedText(parameter, separator);
    return this.propertyOf(parameter);
  }

  private joinedText(parameter: Parameter, separator: string): Property {
    const property = this.propertyOf(parameter);
    const words = [property.doc.text, `Values with ${separator} between them.`].filter(Boolean).join(' ');
    return { ...property, shape: { kind: 'string' }, doc: { ...property.doc, text: words } };
  }

  private propertyOf(parameter: Parameter): Property {
    const doc = this.components.reader('input').docOf(parameter.schema);
    return {
      name: parameter.name,
      shape: this.shapeOf(parameter),
      required: parameter.required ?? false,
      doc: {
        ...doc,
        text: firstParagraph(parameter.description) ?? doc.text,
        deprecated: parameter.deprecated ?? doc.deprecated,
      },
    };
  }

  private shapeOf({ schema }: Parameter): Shape {
    return schema === undefined ? { kind: 'string' } : this.components.reader('input').read(schema);
  }

  private isList(parameter: Parameter): boolean {
    const has = (shape: Shape): boolean => {
      const resolved = this.components.resolve(shape);
      if (resolved.kind === 'array') return true;
      return /^(?:nullable|union)$/.test(resolved.kind) && innerShapes(resolved).some(has);
    };
    return has(this.shapeOf(parameter));
  }
}

function styleOf({ name, style = 'form', explode = style === 'form' }: Parameter): QueryStyle | undefined {
  if (style === 'form' && name.endsWith('[]')) return 'brackets';
  if (style === 'form' && !explode) return 'comma';
  return STYLES[style];
}

function isRepeated(parameter: Parameter): boolean {
  return /^(?:repeat|brackets)$/.test(styleOf(parameter) ?? '');
}

function distinct(properties: readonly Property[]): Property[] {
  return [...new Map(properties.map((property) => [property.name, property])).values()];
}
