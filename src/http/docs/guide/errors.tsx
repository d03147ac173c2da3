import { Code } from "../code.tsx";
import { StatusList } from "../status_list.tsx";

const STATUSES: { status: string; description: string }[] = [
  { status: "400", description: "Something in the request is missing or wrong. `issues` says what." },
  { status: "401", description: "The API key or the token is missing, wrong or revoked." },
  {
    status: "403",
    description: "The Origin is not in the key's allowlist, or the key or token belongs to another studio.",
  },
  { status: "404", description: "It does not exist, or it belongs to another studio." },
  { status: "405", description: "The address exists, the method doesn't. `Allow` names those that do." },
  { status: "409", description: "It conflicts with the current state: class full, already booked, no credits left." },
  { status: "410", description: "It was cancelled, or it is too late for this." },
  { status: "412", description: "The studio can't take payments yet: its Stripe account is not complete." },
  { status: "413", description: "The body is larger than 64 KiB." },
  { status: "429", description: "Too many requests. Wait as long as `Retry-After` says." },
  { status: "500", description: "A fault on our side. Quote the `requestId` in the response when you report it." },
  { status: "502", description: "Stripe failed. Safe to retry later." },
];

export function Errors() {
  return (
    <section class="section" aria-labelledby="errors">
      <h2 id="errors">Errors</h2>
      <p>
        Every response other than 2xx and 304 is JSON with{" "}
        <code>error</code>, a sentence for people; programs should rely on the status. Some errors carry more:{" "}
        <code>issues</code> with a 400, <code>waitlistAvailable</code> when a class is full.
      </p>
      <Code
        id="errors-example"
        text={JSON.stringify(
          {
            error: "Validation failed. phone: Add the area code: a phone number has at least 10 digits.",
            issues: [{ path: "phone", message: "Add the area code: a phone number has at least 10 digits." }],
          },
          null,
          2,
        )}
      />
      <StatusList statuses={STATUSES} />
    </section>
  );
}
