/** Messages: every mail that is sent in the studio's name, as it would look today, and those that could not be delivered. */
import type { PageRoutes } from "../ui/page_context.ts";
import { messagesPage } from "./messages.tsx";
import { mailHtml, mailPage } from "./mail_preview.tsx";
import { resend } from "./undelivered.tsx";

/** Declares the pages of the messages. */
export function messagePages({ get, post }: PageRoutes): void {
  get("/console/settings/messages", messagesPage);
  post("/console/settings/messages", resend);
  get("/console/settings/messages/:kind", mailPage);
  get("/console/settings/messages/:kind/html", mailHtml);
}
