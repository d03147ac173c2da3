/** Development only: the mailbox, and a page where the studio's site would be. */
import { html, raw } from "hono/html";
import { DomainError } from "../../domain/errors.ts";
import { getCustomerSummary } from "../../workflows/customers.ts";
import { findMail, listMailbox } from "../../workflows/delivery.ts";
import type { App, HttpServices } from "../endpoint.ts";

const STYLE =
  `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:0 auto;padding:16px}
a{color:light-dark(#1c665b,#71c4b4)}ol,ul{padding:0;list-style:none}li{border-top:1px solid light-dark(#e4e0d9,#383530);padding:12px 0}
small{color:light-dark(#5e5950,#b2aa9d)}pre{white-space:pre-wrap;overflow-wrap:anywhere}iframe{width:100%;height:36rem;border:1px solid #8a8378}`;
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'";

export function devRoutes(app: App, { ctx }: HttpServices): void {
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
            <body>${body}</body>
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
            <iframe sandbox title="HTML part" src="/dev/mailbox/${mail.id}/html"></iframe>
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
    return new Response(mail.html, {
      headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": `${POLICY}; sandbox` },
    });
  });

  // Where the links of mails and checkouts lead, the studio's own site would be.
  const standIn = (title: string, says: string) => () =>
    page(
      title,
      html`
        <h1>${title}</h1>
        <p>${says}</p>
        <p>In development this page stands in for the studio's own site.
        <a href="/dev/mailbox">Mailbox</a> · <a href="/docs">Reference</a></p>
      `,
    );
  for (const [path, title, says] of STAND_INS) {
    app.get(path, (c) => {
      c.env.seen.route = `GET ${path}`;
      return standIn(title, says)();
    });
  }
  app.get("/me/:token", async (c) => {
    c.env.seen.route = "GET /me/:token";
    try {
      const { client, enrollments, packages, calendarFeedUrl } = await getCustomerSummary(
        ctx,
        c.req.param("token"),
        null,
      );
      return await page(
        "Your bookings",
        html`
          <h1>${client.name}</h1>
          <p>In development this page stands in for the studio's own site. It shows what
          <code>GET /api/customer/me</code> answers.</p>
          <ul>${enrollments.map((one) =>
            html`<li>${one.className}, ${one.scheduledAt}<br><small>${one.status} · ${one.id}</small></li>`
          )}</ul>
          <ul>${packages.map((one) =>
            html`<li>${one.packageTypeName}<br><small>${one.sessionsRemaining} of ${one.sessionsTotal} left</small></li>`
          )}</ul>
          <p>Calendar: <a href="${calendarFeedUrl}">${calendarFeedUrl}</a></p>
        `,
      );
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return await standIn("Not signed in", error.message)();
    }
  });
}

const STAND_INS: [path: string, title: string, says: string][] = [
  [
    "/book/confirm",
    "Thank you",
    "The payment is made. Stripe's webhook confirms the seat, and the confirmation is in the mailbox.",
  ],
  [
    "/book/cancelled",
    "Not paid",
    "The payment page was left. The seat is held until the page expires; booking again leads back to it.",
  ],
  [
    "/packages/confirm",
    "Thank you",
    "The class pack is ready as soon as Stripe's webhook has come; its link is in the mailbox.",
  ],
  ["/packages/cancelled", "Not paid", "The payment page was left. Nothing was bought."],
  [
    "/gift-cards/confirm",
    "Thank you",
    "The gift card is made as soon as Stripe's webhook has come; its code is in the mailbox.",
  ],
  ["/gift-cards/cancelled", "Not paid", "The payment page was left. Nothing was bought."],
  ["/tip", "Leave a tip", "The part of the address behind # is the token for POST /api/tip/start."],
  ["/tip/thanks", "Thank you", "The tip has arrived."],
  ["/tip/cancelled", "Not paid", "The payment page was left. No tip was taken."],
  [
    "/cancel/:id",
    "Cancel a booking",
    "The part of the address behind # is the cancelToken for POST /api/enrollments/:id/cancel.",
  ],
];

/** Addresses in the text become links. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part) =>
    /^https?:\/\//.test(part) ? html`<a href="${part}">${part}</a>` : part
  );
}
