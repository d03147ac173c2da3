/** Pages without a session: signing in, and addresses that are none. */
import type { Child } from "hono/jsx";
import { Message } from "./message.tsx";
import type { Link } from "./page_head.tsx";
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

/** A page without tabs that says one thing. */
export function signedOutMessage(
  title: string,
  text: Child,
  link: Link,
  status: number,
  headers?: Record<string, string>,
): Response {
  return signedOutPage(title, <Message title={title} link={link}>{text}</Message>, status, headers);
}

const TO_SCHEDULE = { href: "/console", label: "To the schedule" };

/** 404 for an address under `/console` that is none. */
export const notFoundPage = (): Response =>
  signedOutMessage("There is nothing here", "The address is not complete, or the page has moved.", TO_SCHEDULE, 404);

/** 405 for the address of a form that is opened as a page: from the address bar, or by a phone that has forgotten the tab. */
export const methodNotAllowedPage = (allow: string): Response =>
  signedOutMessage(
    "The form is gone",
    "Your browser has opened its address without what was typed in it. Nothing was done by that.",
    TO_SCHEDULE,
    405,
    { allow },
  );
