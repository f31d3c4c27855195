import { curlLine } from './curl-line.js';
import {
  resolved,
  type DescribedAnswer,
  type DescribedApi,
  type DescribedOperation,
  type DescribedParameter,
} from './described.js';
import { Fields, typeOf } from './fields.js';
import { Words } from './words.js';

interface OperationProps {
  readonly operation: DescribedOperation;
  readonly api: DescribedApi;
}

/** One operation: what it takes, what it answers, and a line to try. */
export function OperationSection({ operation, api }: OperationProps): JSX.Element {
  const { operationId, method, path, summary, description = '', requestBody } = operation;
  const parameters = operation.parameters.map((each) => resolved(each, api.components.parameters));
  const [body] = Object.values(requestBody?.content ?? {});
  return (
    <section id={operationId} aria-labelledby={`${operationId}-title`}>
      <h2 id={`${operationId}-title`}>
        <a href={`#${operationId}`} safe>
          {summary}
        </a>
      </h2>
      <p class="route">
        <strong safe>{method}</strong> <code safe>{path}</code>
      </p>
      <Words text={description} />
      <pre tabindex="0" aria-label={`How to call ${operationId}`}>
        <code safe>{curlLine(operation, api)}</code>
      </pre>
      {parameters.length > 0 && <Parameters parameters={parameters} api={api} />}
      {body !== undefined && (
        <>
          <h3>{requestBody?.required === true ? 'Body' : 'Body, optional'}</h3>
          <Fields schema={body.schema ?? {}} api={api} />
        </>
      )}
      {Object.entries(operation.responses).map(([status, given]) => (
        <AnswerPart status={status} answer={resolved(given, api.components.responses)} api={api} />
      ))}
    </section>
  );
}

function Parameters({
  parameters,
  api,
}: {
  parameters: readonly DescribedParameter[];
  api: DescribedApi;
}): JSX.Element {
  return (
    <>
      <h3>Parameters</h3>
      <dl class="fields">
        {parameters.map((each) => (
          <>
            <dt>
              <code safe>{each.name}</code>{' '}
              <span class="type" safe>
                {`${each.in}, ${typeOf(each.schema, api)}${each.required ? '' : ', optional'}`}
              </span>
            </dt>
            <dd>
              <Words text={each.description ?? ''} />
            </dd>
          </>
        ))}
      </dl>
    </>
  );
}

/** The errors of the API have no fields of their own to show. */
function isError(answer: DescribedAnswer): boolean {
  const schema = answer.content?.['application/json']?.schema;
  return schema?.$ref === '#/components/schemas/Error';
}

/** A success is open to read, an error is folded. */
function AnswerPart({
  status,
  answer,
  api,
}: {
  status: string;
  answer: DescribedAnswer;
  api: DescribedApi;
}): JSX.Element {
  const [media] = Object.values(answer.content ?? {});
  if (isError(answer)) return <ErrorPart status={status} answer={answer} />;
  return (
    <>
      <h3 safe>{`Answer ${status}`}</h3>
      <Words text={answer.description} />
      {media?.schema !== undefined && <Fields schema={media.schema} api={api} />}
      {media?.example !== undefined && (
        <details>
          <summary>Example</summary>
          <pre tabindex="0" aria-label="An example of the answer">
            <code safe>{JSON.stringify(media.example, null, 2)}</code>
          </pre>
        </details>
      )}
    </>
  );
}

function ErrorPart({ status, answer }: { status: string; answer: DescribedAnswer }): JSX.Element {
  return (
    <details>
      <summary safe>{`Error ${status}`}</summary>
      <Words text={answer.description} />
    </details>
  );
}
