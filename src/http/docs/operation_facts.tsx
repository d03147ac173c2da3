import type { Auth } from "../spec.ts";
import type { Operation } from "./read_document.ts";

export const CREDENTIALS: Record<Auth, string> = {
  tenant: "API key in x-alera-key, and an Origin from its allowlist",
  signed: "Signed token in the body",
  customer: "Customer token in x-customer-token, or in the query",
  owner: "Owner token, as a bearer token",
  operator: "Operator token, as a bearer token",
  none: "None",
};

export function OperationFacts({ operation: { auth, signedToken, limit } }: { operation: Operation }) {
  return (
    <dl class="facts">
      <div>
        <dt>Credential</dt>
        <dd>
          {CREDENTIALS[auth]}
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
          <dd>{limit} a minute per client address</dd>
        </div>
      )}
    </dl>
  );
}
