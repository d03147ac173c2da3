/** The mailbox: what the server has sent, as pages and as JSON. */
import { findMail, listMailbox } from "../../workflows/notifications/read_mailbox.ts";
import type { App } from "../../http/router.ts";
import type { HttpServices } from "../../http/services.ts";
import { listPage } from "./list_page.ts";
import { htmlPart, messagePage } from "./message_page.ts";

const SHOWN = 100;

/** Declares its routes. */
export function mailboxRoutes(app: App, { ctx }: HttpServices): void {
  app.get("/dev/mailbox", async (c) => {
    c.env.seen.route = "GET /dev/mailbox";
    return await listPage(await listMailbox(ctx, SHOWN));
  });
  app.get("/dev/mailbox.json", async (c) => {
    c.env.seen.route = "GET /dev/mailbox.json";
    return Response.json({ items: await listMailbox(ctx, SHOWN) });
  });
  app.get("/dev/mailbox/:id", async (c) => {
    c.env.seen.route = "GET /dev/mailbox/:id";
    const message = await findMail(ctx, Number(c.req.param("id")));
    return message ? await messagePage(message) : c.notFound();
  });
  app.get("/dev/mailbox/:id/html", async (c) => {
    c.env.seen.route = "GET /dev/mailbox/:id/html";
    const message = await findMail(ctx, Number(c.req.param("id")));
    return message ? htmlPart(message) : c.notFound();
  });
}
