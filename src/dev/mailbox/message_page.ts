/** One message: its text, its HTML in a frame, its attachments. */
import { html } from "hono/html";
import type { findMail } from "../../workflows/notifications/read_mailbox.ts";
import { page, POLICY } from "./page.ts";

type Message = NonNullable<Awaited<ReturnType<typeof findMail>>>;

/** Scripts and forms stay off; a link may leave. */
const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";

/** The message, whole. */
export async function messagePage(message: Message): Promise<Response> {
  return await page(
    message.subject,
    html`<p><a href="/dev/mailbox">Mailbox</a></p><h1>${message.subject}</h1><p><small>To ${message.recipient} · ${message.kind} · ${message.state}</small></p>
<h2>Text</h2><pre>${linked(message.text)}</pre>
${
      message.html
        ? html`
          <h2>HTML</h2>
          <iframe sandbox="${SANDBOX}" title="HTML part" src="/dev/mailbox/${message.id}/html"></iframe>
        `
        : ""
    }
${
      message.attachments.map((one) =>
        html`
          <h2>${one.filename}</h2>
          <pre>${one.content}</pre>
        `
      )
    }`,
  );
}

/** Its HTML part alone, for the frame. */
export function htmlPart(message: Message): Response {
  // Where a mail program would open a link: in a page of its own.
  return new Response(message.html.replace("<head>", '<head><base target="_blank">'), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `${POLICY}; sandbox ${SANDBOX}`,
    },
  });
}

/** Addresses in the text become links. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part) =>
    /^https?:\/\//.test(part) ? html`<a href="${part}">${part}</a>` : part
  );
}
