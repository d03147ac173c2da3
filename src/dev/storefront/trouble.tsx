/** What the site answers when something goes wrong. */
import { AleraError } from "@alera/client";
import type { Context, Hono } from "hono";
import { NotFoundPage } from "./pages/not_found.tsx";
import { TroublePage } from "./pages/trouble.tsx";
import { forVisitors, statusOf } from "./posted_form.ts";
import { page } from "./site_context.ts";

/** Pages for addresses that are not there, and for what the API refuses or the site gets wrong. */
export function handleTrouble(app: Hono): void {
  app.notFound((c) => page(c, <NotFoundPage />, 404));
  app.onError((error, c) => {
    const status = error instanceof AleraError ? statusOf(error) : 500;
    const says = error instanceof AleraError ? forVisitors(error) : "";
    if (status === 404) return page(c, <NotFoundPage />, 404);
    if (status === 410) return page(c, <TroublePage title="Too late." says={says} />, 410);
    if (status === 429) {
      if (error instanceof AleraError && error.retryAfter) c.header("retry-after", String(error.retryAfter));
      return page(c, <TroublePage title="One moment." says="That was a lot at once. Try again in a minute." />, 429);
    }
    if (status === 500) {
      return page(c, <TroublePage title="Something went wrong here." says="Go back and try again." />, 500);
    }
    // A refused key or origin is a fault of this site's set-up, and no business of the visitor's.
    const unreachable = status === 502 ? says : "Our booking system doesn’t take our requests just now.";
    return page(c, <TroublePage title="Booking is down for a moment." says={unreachable} />, 502);
  });
}

/** For a form that another site sent. */
export function fromElsewhere(c: Context, origin: string): Response {
  return page(c, <TroublePage title="That came from elsewhere." says={`Open ${origin} and do it there.`} />, 403);
}

/** For a body that is too long. */
export function tooLong(c: Context): Response {
  return page(c, <TroublePage title="That is too much." says="Go back and write a little less." />, 413);
}
