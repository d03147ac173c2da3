import { credentialHeaders, type Credentials, type ExampleRequest } from "./example_request.ts";
import type { Operation } from "./read_document.ts";

/** A form that script sends to `/docs/try`. Each field's `data-part` says where in the request it goes. */
export function TryIt(
  { operation, request, credentials }: { operation: Operation; request: ExampleRequest; credentials: Credentials },
) {
  const { id, method, path, pathFields, queryFields, headerFields, auth } = operation;
  return (
    <details class="try">
      <summary>
        Try it<span class="visually-hidden">: {operation.summary}</span>
      </summary>
      <noscript>
        <p class="notice">Trying it from this page needs JavaScript. The curl command above does the same.</p>
      </noscript>
      <form data-method={method} data-path={path} hidden>
        {pathFields.map(({ name }) => (
          <Input id={`${id}-path-${name}`} label={name} part="path" name={name} value={request.params[name] ?? ""} />
        ))}
        {queryFields.map(({ name, required }) => (
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
        {headerFields.map(({ name }) => (
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
        <dl class="facts response-headers" hidden></dl>
        <pre class="response-body" tabindex={0} aria-label="Response body" hidden></pre>
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
  /** Inputs of the same credential change together. */
  credential?: string;
  optional?: boolean;
}

function Input({ id, label, part, name, value, scheme, credential, optional }: InputProps) {
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <span class="muted">, optional</span>}
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
