/** The guide before the reference. Its commands and tables are made of the same operations. */
import { curl, exampleRequest } from "./model.ts";
import type { PageInput } from "./page.tsx";
import { Code, Prose } from "./parts.tsx";

export const GUIDE_SECTIONS = [
  { id: "quickstart", title: "Quickstart" },
  { id: "authentication", title: "Authentication" },
  { id: "conventions", title: "Conventions" },
  { id: "errors", title: "Errors" },
  { id: "repeating", title: "Repeating a request" },
  { id: "rate-limits", title: "Rate limits" },
  { id: "webhooks", title: "Payments and webhooks" },
];

const STEPS: { operation: string; title: string; text: string }[] = [
  {
    operation: "postManageApiKeys",
    title: "Make an API key",
    text:
      "With the owner token that came with your studio. Name the origins that may use the key; it is shown once, so put it into your server's environment.",
  },
  {
    operation: "getClasses",
    title: "List the classes",
    text: "Dates are calendar dates in the studio's time zone, 60 days at most.",
  },
  {
    operation: "postClassesIdBook",
    title: "Book a seat",
    text:
      "With a price, the seat is held and the answer has a checkoutUrl: send the customer there. Without one, the booking is confirmed at once.",
  },
  {
    operation: "postEnrollmentsIdCancel",
    title: "Let the customer cancel",
    text: "The booking's answer has a cancelToken. It needs no key, so it can stand in a link.",
  },
  {
    operation: "postCustomerSigninLink",
    title: "Sign the customer in",
    text: "Mails a link to /me/… on your site. Its token opens the customer's bookings, class packs and calendar.",
  },
];

export function Guide({ groups, serverUrl, credentials, values, trying }: PageInput) {
  const operations = groups.flatMap((group) => group.operations);
  const find = (id: string) => operations.find((one) => one.id === id)!;
  return (
    <>
      <section aria-labelledby="start">
        <h1 id="start">Put booking on your own site</h1>
        <p class="lead">
          Classes, seats, payments, waitlists, class packs and gift cards for studios. Your site shows them as it likes;
          Alera keeps the books, and stays invisible to your customers.
        </p>
        {trying
          ? (
            <p class="notice">
              This server runs in development, so the operations below can be tried from this page. A browser would send
              its own Origin, so the server performs the request for you, with the headers you put in. What you type
              stays in this page.
            </p>
          )
          : (
            <p class="notice">
              Requests can't be sent from this page, because this is a production server: an API key is a credential of
              your server and doesn't belong in a browser. Copy the curl commands instead, or try the page of a server
              in development.
            </p>
          )}
      </section>

      <section class="section" aria-labelledby="quickstart">
        <h2 id="quickstart">Quickstart</h2>
        <ol role="list" class="steps">
          {STEPS.map(({ operation, title, text }, i) => (
            <li>
              <h3>
                {i + 1}. {title}
              </h3>
              <p>{text}</p>
              <Code
                id={`quickstart-${operation}`}
                text={curl(find(operation), exampleRequest(find(operation), values), credentials, serverUrl)}
                copy
              />
              <p class="small">
                <a href={`#${operation}`}>All about “{find(operation).summary}”</a>
              </p>
            </li>
          ))}
        </ol>
      </section>

      <section class="section" aria-labelledby="authentication">
        <h2 id="authentication">Authentication</h2>
        <dl class="patterns">
          <div>
            <dt>API key</dt>
            <dd>
              <code>x-alera-key</code> and an <code>Origin</code>{" "}
              from the key's allowlist. For calls from your server: set both headers yourself.
            </dd>
          </div>
          <div>
            <dt>Signed token</dt>
            <dd>
              In the body. Bound to one booking or one visit and to one purpose: cancel links, tips. No key needed.
            </dd>
          </div>
          <div>
            <dt>Customer token</dt>
            <dd>
              <code>x-customer-token</code>, or <code>?token=</code>{" "}
              where a header can't be set. From the mailed sign-in link, good for 30 days.
            </dd>
          </div>
          <div>
            <dt>Owner token</dt>
            <dd>
              <code>Authorization: Bearer …</code> for everything under{" "}
              <code>/api/manage</code>, for one studio. The operator's token creates studios.
            </dd>
          </div>
        </dl>
        <ul>
          <li>Keys are credentials of your server. Never put one into a page or a repository.</li>
          <li>
            To change a key: create a new one, switch over, revoke the old one. Revocation works on the next request.
          </li>
          <li>
            Calls that need an API key answer no browser from another site. Cancelling, tipping and the customer's
            summary may be called from any site, because their token is all that counts.
          </li>
        </ul>
      </section>

      <section class="section" aria-labelledby="conventions">
        <h2 id="conventions">Conventions</h2>
        <ul>
          <li>
            Times are ISO 8601 in UTC with milliseconds, such as{" "}
            <code>2026-05-18T11:00:00.000Z</code>. You may send any offset.
          </li>
          <li>Money is whole cents, in the studio's currency.</li>
          <li>Ids are opaque. Don't read anything into them, and allow 200 characters.</li>
          <li>
            Lists under <code>/api/manage</code> answer <code>{"{ items, nextCursor }"}</code>. Send{" "}
            <code>nextCursor</code> back as <code>cursor</code> until it is null.
          </li>
          <li>
            The class reads carry an <code>ETag</code>. Send it back in <code>If-None-Match</code>{" "}
            and get 304 while nothing has changed.
          </li>
          <li>
            Every answer carries{" "}
            <code>x-request-id</code>: yours, if you send one. Name it when you ask about a request.
          </li>
          <li>Fields are added, never renamed or removed. Ignore the ones you don't know.</li>
        </ul>
      </section>

      <section class="section" aria-labelledby="errors">
        <h2 id="errors">Errors</h2>
        <p>
          Whatever is not 2xx or 304 is JSON with{" "}
          <code>error</code>, a sentence. The status code is what counts. Some carry more: <code>issues</code>{" "}
          with a 400, <code>waitlistAvailable</code> when a class is full.
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
        <dl class="errors">
          {STATUSES.map(([status, meaning]) => (
            <div>
              <dt>{status}</dt>
              <dd>
                <Prose text={meaning} />
              </dd>
            </div>
          ))}
        </dl>
      </section>

      <section class="section" aria-labelledby="repeating">
        <h2 id="repeating">Repeating a request</h2>
        <p>
          Send an <code>Idempotency-Key</code>{" "}
          of up to 255 characters with any POST, a fresh UUID for example. If the answer never reached you, send the
          same request with the same key: you get the first answer again, with{" "}
          <code>idempotent-replayed: true</code>, and nothing happens twice.
        </p>
        <ul>
          <li>Keys are kept for 24 hours, each for the credential that sent it.</li>
          <li>The same key with anything else, or while the first request is still running, is 409.</li>
          <li>401, 403, 429 and 5xx are not kept: right what was wrong, and use the key again.</li>
        </ul>
      </section>

      <section class="section" aria-labelledby="rate-limits">
        <h2 id="rate-limits">Rate limits</h2>
        <p>
          Per client address and route, over the last 60 seconds. Answers say where you stand in{" "}
          <code>RateLimit-Limit</code>, <code>RateLimit-Remaining</code> and{" "}
          <code>RateLimit-Reset</code>; a 429 names the seconds to wait in <code>Retry-After</code>.
        </p>
        <table class="limits">
          <thead>
            <tr>
              <th scope="col">Route</th>
              <th scope="col" class="num">A minute</th>
            </tr>
          </thead>
          <tbody>
            {operations.filter((one) => one.limit !== null).map(({ id, method, path, limit }) => (
              <tr>
                <td>
                  <a href={`#${id}`}>
                    {method} {path}
                  </a>
                </td>
                <td class="num">{limit}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>

      <section class="section" aria-labelledby="webhooks">
        <h2 id="webhooks">Payments and webhooks</h2>
        <p>
          Payments are direct charges on the studio's own Stripe account: the money goes to the studio, and Stripe sees
          the cards. A seat is held while the customer pays; Stripe's event confirms it, and money for a seat that is
          gone is refunded by itself.
        </p>
        <p>
          Whoever runs the server adds <code>{serverUrl}/api/webhooks/stripe</code>{" "}
          to Stripe as an endpoint for events of connected accounts, and sets{" "}
          <code>STRIPE_WEBHOOK_SECRET</code>. Your own site needs no webhook: read the class or the customer's summary
          instead. These events are used, others are answered and left alone:
        </p>
        <ul>
          {EVENTS.map((event) => (
            <li>
              <code>{event}</code>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

const STATUSES: [string, string][] = [
  ["400", "Something in the request is missing or wrong. `issues` says what."],
  ["401", "The API key is missing, wrong or revoked, or a token is."],
  ["403", "The Origin is not in the key's allowlist, or key or token belong to another studio."],
  ["404", "There is no such thing, or it belongs to another studio."],
  ["405", "The address exists, the method doesn't. `Allow` names those that do."],
  ["409", "It conflicts with how things are: class full, already booked, no credits left."],
  ["410", "It was cancelled, or is past the point where this can be done."],
  ["412", "The studio can't take payments yet: its Stripe account is not complete."],
  ["413", "The body is larger than 64 KiB."],
  ["429", "Too many requests. Wait as long as `Retry-After` says."],
  ["500", "A fault on our side. The answer has the `requestId` to ask about."],
  ["502", "Stripe did not do its part. Safe to try again after a while."],
];

const EVENTS = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "charge.refunded",
  "refund.failed",
  "charge.dispute.created",
  "account.updated",
  "account.application.deauthorized",
];
