import { Code } from "./code.tsx";
import { curl, exampleRequest } from "./example_request.ts";
import { ErrorList } from "./error_list.tsx";
import { FieldList } from "./field_list.tsx";
import { OperationFacts } from "./operation_facts.tsx";
import type { PageInput } from "./page_input.ts";
import { Prose } from "./prose.tsx";
import type { Operation } from "./read_document.ts";
import { TryIt } from "./try_it.tsx";

export function OperationArticle({ operation, input }: { operation: Operation; input: PageInput }) {
  const { id, method, path, summary, description, response, notModified, errors } = operation;
  const { credentials, values, serverUrl, trying } = input;
  const request = exampleRequest(operation, values);
  return (
    <article class="operation" id={id} aria-labelledby={`${id}-title`}>
      <header>
        <h3 id={`${id}-title`}>
          <a href={`#${id}`}>{summary}</a>
        </h3>
        <p class="route">
          <span class={`method ${method.toLowerCase()}`}>{method}</span>{" "}
          <code>
            <Path path={path} />
          </code>
        </p>
      </header>
      <div class="description">
        {description && (
          <p>
            <Prose text={description} />
          </p>
        )}
        <OperationFacts operation={operation} />
        <FieldList title="In the path" fields={operation.pathFields} />
        <FieldList title="In the query" fields={operation.queryFields} />
        <FieldList title="In the body (JSON)" fields={operation.body ?? []} />
        <FieldList title="Headers" fields={operation.headerFields} />
        <h4>Errors</h4>
        <ErrorList errors={errors} />
      </div>
      <div class="samples">
        {operation.example && (
          <Code title="Request" id={`${id}-curl`} text={curl(operation, request, credentials, serverUrl)} copy />
        )}
        <h4>
          Response <span class="status">{response.status}</span>
        </h4>
        <p class="muted">
          <Prose text={response.description} />
          {notModified && " 304 without a body while the ETag in If-None-Match is current."}
        </p>
        {response.example !== undefined && (
          <Code id={`${id}-response`} text={JSON.stringify(response.example, null, 2)} />
        )}
        {response.example === undefined && response.contentType && (
          <p>
            As <code>{response.contentType}</code>.
          </p>
        )}
      </div>
      {trying && operation.example && <TryIt operation={operation} request={request} credentials={credentials} />}
    </article>
  );
}

/** Lets a path break after its slashes. */
function Path({ path }: { path: string }) {
  return (
    <>
      {path.split(/(?<=\/)(?=.)/).map((part) => (
        <>
          {part}
          <wbr />
        </>
      ))}
    </>
  );
}
