import { Prose } from "./prose.tsx";
import type { Operation } from "./read_document.ts";

/** The errors of an operation: statuses, and what each code means here. */
export function ErrorList({ errors }: { errors: Operation["errors"] }) {
  return (
    <dl class="errors">
      {errors.map(({ status, codes }) => (
        <div>
          <dt>{status}</dt>
          {codes.map(({ code, meaning }) => (
            <dd>
              <a href={`/docs/errors#${code}`}>
                <code>{code}</code>
              </a>{" "}
              <Prose text={meaning} />
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
