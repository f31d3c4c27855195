import { resolved, type DescribedApi, type DescribedOperation } from './described.js';

/** The call of an operation as one line for a shell, with the examples of its description. */
export function curlLine(operation: DescribedOperation, { servers, components }: DescribedApi): string {
  const { method, path, security, requestBody } = operation;
  const parameters = operation.parameters.map((each) => resolved(each, components.parameters));
  const exampleOf = (name: string) => String(parameters.find((each) => each.name === name)?.example ?? name);
  const query = parameters.filter((each) => each.in === 'query' && each.example !== undefined);
  const search = new URLSearchParams(
    query.map(({ name, example }): [string, string] => [name, String(example)]),
  ).toString();
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(exampleOf(name)));
  const address = `${servers[0]?.url ?? ''}${filled}${search && `?${search}`}`;
  const key = parameters.find((each) => each.name === 'Idempotency-Key' && each.required);
  const [type, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(address)}`,
    ...(security.length > 0 ? ['-H "Authorization: Bearer $HOOKLINE_API_KEY"'] : []),
    ...(key ? [`-H 'Idempotency-Key: ${String(key.example)}'`] : []),
    ...(type === 'application/json'
      ? ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body?.example))}`]
      : []),
  ].join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
