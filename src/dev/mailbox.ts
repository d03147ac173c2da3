/** Development only: the mailbox. */
import { html, raw } from "hono/html";
import { findMail, listMailbox } from "../workflows/notifications/read_mailbox.ts";
import type { App } from "../http/router.ts";
import type { HttpServices } from "../http/services.ts";

const STYLE =
  `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:0 auto;padding:16px;background:light-dark(#fbfaf8,#191816);color:light-dark(#211f1c,#eeebe5)}
a{color:light-dark(#1c665b,#71c4b4)}ol,ul{padding:0;list-style:none}li{border-top:1px solid light-dark(#e4e0d9,#383530);padding:12px 0}
small{color:light-dark(#5e5950,#b2aa9d)}pre{white-space:pre-wrap;overflow-wrap:anywhere}iframe{width:100%;height:36rem;border:1px solid #8a8378}`;
/** Scripts and forms stay off; a link may leave. */
const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'";

/** The mailbox, as pages and as JSON. */
export function mailboxRoutes(app: App, { ctx }: HttpServices): void {
  const page = async (title: string, body: unknown) =>
    new Response(
      String(
        await html`
          <!doctype html>
          <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width">
              <title>${title}</title>
              <style>${raw(STYLE)}</style>
            </head>
            <body>
              <main>${body}</main>
            </body>
          </html>
        `,
      ),
      { headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY } },
    );

  app.get("/dev/mailbox", async (c) => {
    c.env.seen.route = "GET /dev/mailbox";
    const mails = await listMailbox(ctx, 100);
    return await page(
      "Mailbox",
      html`<h1>Mailbox</h1><p>What the server has mailed and texted, newest first. Development only: nothing left this machine.</p>
${mails.length === 0 ? html`<p>Nothing yet. Book a class, and its confirmation appears here.</p>` : ""}
<ol>${
        mails.map((mail) =>
          html`<li><a href="/dev/mailbox/${mail.id}">${mail.subject}</a><br><small>${mail.recipient} · ${mail.kind} · ${mail.state} · ${mail.createdAt}</small></li>`
        )
      }</ol>`,
    );
  });

  app.get("/dev/mailbox.json", async (c) => {
    c.env.seen.route = "GET /dev/mailbox.json";
    return Response.json({ items: await listMailbox(ctx, 100) });
  });

  app.get("/dev/mailbox/:id", async (c) => {
    c.env.seen.route = "GET /dev/mailbox/:id";
    const mail = await findMail(ctx, Number(c.req.param("id")));
    if (!mail) return c.notFound();
    return await page(
      mail.subject,
      html`<p><a href="/dev/mailbox">Mailbox</a></p><h1>${mail.subject}</h1><p><small>To ${mail.recipient} · ${mail.kind} · ${mail.state}</small></p>
<h2>Text</h2><pre>${linked(mail.text)}</pre>
${
        mail.html
          ? html`
            <h2>HTML</h2>
            <iframe sandbox="${SANDBOX}" title="HTML part" src="/dev/mailbox/${mail.id}/html"></iframe>
          `
          : ""
      }
${
        mail.attachments.map((one) =>
          html`
            <h2>${one.filename}</h2>
            <pre>${one.content}</pre>
          `
        )
      }`,
    );
  });

  app.get("/dev/mailbox/:id/html", async (c) => {
    c.env.seen.route = "GET /dev/mailbox/:id/html";
    const mail = await findMail(ctx, Number(c.req.param("id")));
    if (!mail) return c.notFound();
    // Where a mail program would open a link: in a page of its own.
    return new Response(mail.html.replace("<head>", '<head><base target="_blank">'), {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": `${POLICY}; sandbox ${SANDBOX}`,
      },
    });
  });
}

/** Addresses in the text become links. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part) =>
    /^https?:\/\//.test(part) ? html`<a href="${part}">${part}</a>` : part
  );
}
