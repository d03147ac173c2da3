import { html } from "hono/html";
import type { listMailbox } from "../../workflows/notifications/read_mailbox.ts";
import { page } from "./page.ts";

/** Messages, the newest first. */
export async function listPage(messages: Awaited<ReturnType<typeof listMailbox>>): Promise<Response> {
  return await page(
    "Mailbox",
    html`<h1>Mailbox</h1><p>Emails and text messages, newest first. Development only: nothing was sent.</p>
${messages.length === 0 ? html`<p>Nothing yet. Book a class, and its confirmation appears here.</p>` : ""}
<ol>${
      messages.map((one) =>
        html`<li><a href="/dev/mailbox/${one.id}">${one.subject}</a><br><small>${one.recipient} · ${one.kind} · ${one.state} · ${one.createdAt}</small></li>`
      )
    }</ol>`,
  );
}
