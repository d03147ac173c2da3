/** Pages without a session: signing in, and addresses that are none. */
import type { Child } from "hono/jsx";
import { htmlDocument, pageHeaders } from "./document.tsx";

/** A page without tabs. */
export function signedOutPage(
  title: string,
  body: Child,
  status = 200,
  headers: Record<string, string> = {},
): Response {
  const html = htmlDocument(
    `${title} · Alera`,
    {},
    <main class="door" id="main">
      <p class="brand">Alera</p>
      {body}
    </main>,
  );
  return new Response(html, { status, headers: { ...pageHeaders(), ...headers } });
}

/** 404 for an address under `/console` that is none. */
export function notFoundPage(): Response {
  return signedOutPage(
    "There is nothing here",
    <div class="stack">
      <h1>There is nothing here</h1>
      <p>The address is not complete, or the page has moved.</p>
      <a class="button" href="/console">To the schedule</a>
    </div>,
    404,
  );
}

/** 405 for the address of a form that is opened as a page: from the address bar, or by a phone that has forgotten the tab. */
export function methodNotAllowedPage(allow: string): Response {
  return signedOutPage(
    "The form is gone",
    <div class="stack">
      <h1>The form is gone</h1>
      <p>Your browser has opened its address without what was typed in it. Nothing was done by that.</p>
      <a class="button" href="/console">To the schedule</a>
    </div>,
    405,
    { allow },
  );
}
