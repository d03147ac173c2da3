import { ERROR_CODES } from "../../error_codes.ts";
import { Code } from "../code.tsx";
import { Prose } from "../prose.tsx";

const EXAMPLE = {
  error: "phone: Add the area code: a phone number has at least 10 digits.",
  code: "invalid_request",
  issues: [{ path: "phone", message: "Add the area code: a phone number has at least 10 digits." }],
};

/** Every code, under its status. */
export function Errors() {
  return (
    <section class="section" aria-labelledby="errors">
      <h2 id="errors">Errors</h2>
      <p>
        Every response other than 2xx and 304 is JSON with <code>error</code>, a sentence for people, and{" "}
        <code>code</code>, a word for programs that never changes. Some errors carry more: <code>issues</code>{" "}
        with a 400, <code>waitlistAvailable</code> when a class is full, <code>received</code>{" "}
        when an Origin is not allowed.
      </p>
      <Code id="errors-example" text={JSON.stringify(EXAMPLE, null, 2)} />
      <p>
        Each operation below lists its own codes. These are all of them: what happened, and what to do.
      </p>
      <dl class="errors codes">
        {Object.entries(ERROR_CODES).map(([code, { status, happened, todo }]) => (
          <div id={`error-${code}`}>
            <dt>
              {status} <code>{code}</code>
            </dt>
            <dd>
              <Prose text={`${happened} ${todo}`} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
