import { GraphQLError, Kind, OperationTypeNode, parse, print } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { RequestDocument, TypedDocumentString } from 'graphql-request';

/** What GraphQL Code Generator, gql.tada and their like tell TypeScript of a document. */
interface DocumentTypes<Result, Variables> {
  __apiType?: (variables: Variables) => Result;
}

/** A document in any of graphql-request's forms; `Result` and `Variables` are known of typed ones. */
export type GraphqlDocument<Result, Variables> =
  string | (DocumentNode & DocumentTypes<Result, Variables>) | TypedDocumentString<Result, Variables>;

/** The one operation of a document that is asked for. */
export interface GraphqlOperation {
  /** The whole document, as it is sent. */
  readonly text: string;
  /** Undefined for a document of one operation without a name. */
  readonly name: string | undefined;
  readonly changes: boolean;
  /** The names of its variables, and of those that have to be given. */
  readonly variables: readonly string[];
  readonly required: readonly string[];
}

/**
 * Finds the operation in a document.
 * @throws TypeError for a document that is none, and shows where; for a subscription; and when it is not clear which
 *   of several operations is meant
 */
export function operationOf(document: RequestDocument, operationName?: string): GraphqlOperation {
  const parsed = parsedOf(document);
  const definition = chosen(parsed, operationName);
  if (definition.operation === OperationTypeNode.SUBSCRIPTION) {
    const { value = '' } = definition.name ?? {};
    throw new TypeError(
      `A subscription is no call with one answer: ${value}. Describe a query, or receive webhooks instead.`,
    );
  }
  const { name, variableDefinitions = [] } = definition;
  const required = variableDefinitions.filter(
    ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue,
  );
  return {
    text: isNode(document) ? print(document) : String(document),
    name: name?.value,
    changes: definition.operation === OperationTypeNode.MUTATION,
    variables: variableDefinitions.map(({ variable }) => variable.name.value),
    required: required.map(({ variable }) => variable.name.value),
  };
}

function isNode(document: RequestDocument): document is DocumentNode {
  return typeof document === 'object' && 'kind' in document;
}

function parsedOf(document: RequestDocument): DocumentNode {
  if (isNode(document)) return document;
  try {
    return parse(String(document), { noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new TypeError(`This is no GraphQL document. ${error.toString()}`, { cause: error });
  }
}

function chosen({ definitions }: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
  const operations = definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const [first, ...others] =
    operationName === undefined ? operations : operations.filter(({ name }) => name?.value === operationName);
  if (first && others.length === 0) return first;
  const names = operations.map(({ name }) => name?.value ?? 'one without a name').join(', ') || 'none';
  throw new TypeError(`Say by operationName which operation of the document is meant. It has: ${names}.`);
}
