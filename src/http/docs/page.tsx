/** The reference as one page of HTML: readable without script, made from the OpenAPI document. */
import { raw } from "hono/html";
import type { Auth } from "../spec.ts";
import { Guide, GUIDE_SECTIONS } from "./guide.tsx";
import {
  credentialHeaders,
  type Credentials,
  curl,
  type ExampleRequest,
  exampleRequest,
  type Field,
  type Group,
  type Operation,
} from "./model.ts";
import { Code, Prose } from "./parts.tsx";

export interface PageInput {
  groups: Group[];
  version: string;
  serverUrl: string;
  credentials: Credentials;
  /** For the placeholders of the examples. */
  values: Record<string, string>;
  /** Whether requests can be sent from the page. */
  trying: boolean;
}

/** The whole reference as one HTML document. */
export function renderPage(input: PageInput): string {
  const { groups, version } = input;
  return String(
    <>
      {raw("<!doctype html>")}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Alera API reference</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/docs/docs.css" />
          <script src="/docs/docs.js" type="module"></script>
        </head>
        <body>
          <a class="skip visually-hidden" href="#content">Skip to content</a>
          <header class="top">
            <a class="brand" href="/docs">Alera</a>
            <span class="muted">API reference, version {version}</span>
            <a class="document" href="/openapi.json">OpenAPI document</a>
          </header>
          <div class="layout">
            <Contents groups={groups} />
            <main id="content" tabindex={-1}>
              <Guide {...input} />
              {groups.map((group) => <GroupSection key={group.name} group={group} input={input} />)}
            </main>
          </div>
          <p id="said" class="visually-hidden" role="status"></p>
        </body>
      </html>
    </>,
  );
}

function Contents({ groups }: { groups: Group[] }) {
  return (
    <nav class="contents" aria-label="Contents">
      <ul role="list">
        {GUIDE_SECTIONS.map(({ id, title }) => (
          <li>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
      <ul role="list">
        {groups.map(({ name, operations }) => (
          <li>
            <a href={`#${groupId(name)}`}>{name}</a>
            <ul role="list" class="operations">
              {operations.map((one) => (
                <li>
                  <a href={`#${one.id}`}>{one.summary}</a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const groupId = (name: string) => `group-${name.toLowerCase()}`;

function GroupSection({ group, input }: { group: Group; input: PageInput }) {
  const id = groupId(group.name);
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>{group.name}</h2>
      <p class="muted">{group.description}</p>
      <ul role="list" class="jump">
        {group.operations.map((one) => (
          <li>
            <a href={`#${one.id}`}>{one.summary}</a>
          </li>
        ))}
      </ul>
      {group.operations.map((operation) => <OperationArticle key={operation.id} operation={operation} input={input} />)}
    </section>
  );
}

function OperationArticle({ operation, input }: { operation: Operation; input: PageInput }) {
  const { id, method, path, summary, description, answer, notModified, errors } = operation;
  const { credentials, values, serverUrl, trying } = input;
  const request = exampleRequest(operation, values);
  return (
    <article class="operation" id={id} aria-labelledby={`${id}-title`}>
      <header>
        <h3 id={`${id}-title`}>
          <a href={`#${id}`}>{summary}</a>
        </h3>
        <p class="route">
          <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>{breakable(path)}</code>
        </p>
      </header>
      <div class="words">
        {description && (
          <p>
            <Prose text={description} />
          </p>
        )}
        <Facts operation={operation} />
        <Fields title="In the path" fields={operation.inPath} />
        <Fields title="In the query" fields={operation.inQuery} />
        <Fields title="In the body (JSON)" fields={operation.body ?? []} />
        <Fields title="Headers" fields={operation.inHeaders} />
        <h4>Errors</h4>
        <dl class="errors">
          {errors.map(({ status, description }) => (
            <div>
              <dt>{status}</dt>
              <dd>
                <Prose text={description} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <div class="samples">
        {operation.example && (
          <Code title="Request" id={`${id}-curl`} text={curl(operation, request, credentials, serverUrl)} copy />
        )}
        <h4>
          Answer <span class="status">{answer.status}</span>
        </h4>
        <p class="muted">
          <Prose text={answer.description} />
          {notModified && " 304 without a body while the ETag in If-None-Match is still right."}
        </p>
        {answer.example !== undefined && <Code id={`${id}-answer`} text={JSON.stringify(answer.example, null, 2)} />}
        {answer.example === undefined && answer.contentType && (
          <p>
            As <code>{answer.contentType}</code>.
          </p>
        )}
      </div>
      {trying && operation.example && <TryIt operation={operation} request={request} credentials={credentials} />}
    </article>
  );
}

const PATTERNS: Record<Auth, string> = {
  tenant: "API key in x-alera-key, and an Origin from its allowlist",
  signed: "Signed token in the body",
  customer: "Customer token in x-customer-token, or in the query",
  owner: "Owner token, as a bearer token",
  operator: "Operator token, as a bearer token",
  none: "None",
};

function Facts({ operation: { auth, signedToken, limit } }: { operation: Operation }) {
  return (
    <dl class="facts">
      <div>
        <dt>Credential</dt>
        <dd>
          {PATTERNS[auth]}
          {signedToken && (
            <>
              {", as "}
              <code>{signedToken}</code>
            </>
          )}
        </dd>
      </div>
      {limit !== null && (
        <div>
          <dt>Rate limit</dt>
          <dd>{limit} a minute from one address</dd>
        </div>
      )}
    </dl>
  );
}

function Fields({ title, fields }: { title: string; fields: Field[] }) {
  if (fields.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul role="list" class="fields">
        {fields.map(({ name, type, required, description }) => (
          <li>
            <p>
              <code class="field-name">{name}</code> <span class="muted">{type}</span>
              {required && (
                <>
                  {" "}
                  <span class="tag">required</span>
                </>
              )}
            </p>
            {description && (
              <p class="muted">
                <Prose text={description} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** A form that script sends to `/docs/try`. Fields carry in `data-part` where they go. */
function TryIt(
  { operation, request, credentials }: { operation: Operation; request: ExampleRequest; credentials: Credentials },
) {
  const { id, method, path, inPath, inQuery, inHeaders, auth } = operation;
  return (
    <details class="try">
      <summary>
        Try it<span class="visually-hidden">: {operation.summary}</span>
      </summary>
      <noscript>
        <p class="notice">Trying it from this page needs JavaScript. The curl command above does the same.</p>
      </noscript>
      <form data-method={method} data-path={path} hidden>
        {inPath.map(({ name }) => (
          <Input id={`${id}-path-${name}`} label={name} part="path" name={name} value={request.params[name] ?? ""} />
        ))}
        {inQuery.map(({ name, required }) => (
          <Input
            id={`${id}-query-${name}`}
            label={name}
            part="query"
            name={name}
            value={request.query[name] ?? ""}
            optional={!required}
          />
        ))}
        {credentialHeaders(auth).map(({ name, credential, scheme }) => (
          <Input
            id={`${id}-header-${name.toLowerCase()}`}
            label={scheme ? `${name}: ${scheme.trim()} …` : name}
            part="header"
            name={name}
            scheme={scheme}
            credential={credential}
            value={credential === "operatorToken" ? "" : credentials[credential] ?? ""}
            optional={auth === "customer"}
          />
        ))}
        {inHeaders.map(({ name }) => (
          <Input id={`${id}-header-${name.toLowerCase()}`} label={name} part="header" name={name} value="" optional />
        ))}
        {operation.body && (
          <div class="field">
            <label for={`${id}-body`}>Body</label>
            <textarea
              class="input"
              id={`${id}-body`}
              data-part="body"
              rows={Math.min(14, JSON.stringify(request.body ?? {}, null, 2).split("\n").length + 1)}
              spellcheck={false}
              autocomplete="off"
              autocapitalize="off"
            >
              {JSON.stringify(request.body ?? {}, null, 2)}
            </textarea>
          </div>
        )}
        <p class="actions">
          <button class="button primary" type="submit">Send {method}</button>
        </p>
        <p class="outcome" role="status"></p>
        <dl class="facts answer-headers" hidden></dl>
        <pre class="answer-body" tabindex={0} aria-label="Body of the answer" hidden></pre>
      </form>
    </details>
  );
}

interface InputProps {
  id: string;
  label: string;
  part: "path" | "query" | "header";
  name: string;
  value: string;
  scheme?: string;
  /** Fields of one credential change together. */
  credential?: string;
  optional?: boolean;
}

function Input({ id, label, part, name, value, scheme, credential, optional }: InputProps) {
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <span class="muted">, may stay empty</span>}
      </label>
      <input
        class="input"
        id={id}
        type="text"
        value={value}
        data-part={part}
        data-name={name}
        data-scheme={scheme}
        data-credential={credential}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
      />
    </div>
  );
}

/** A path may break after its slashes. */
function breakable(path: string) {
  return path.split(/(?<=\/)(?=.)/).map((part) => (
    <>
      {part}
      <wbr />
    </>
  ));
}
