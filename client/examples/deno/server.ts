/** A studio's page with its next classes, and a form that books: `deno serve -A server.ts` */
import { AleraError, type Class, createAlera } from "@alera/client";

const { ALERA_URL, ALERA_KEY, SITE, HANDLE } = Deno.env.toObject();
const alera = createAlera({ url: ALERA_URL, key: ALERA_KEY, origin: SITE });
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
const page = (body: string, status = 200) =>
  new Response(`<!doctype html><title>Classes</title>${body}`, { status, headers: { "content-type": "text/html" } });

const line = ({ id, nameSnapshot, scheduledAt, seatsLeft }: Class) =>
  `<form method="post"><b>${escaped(nameSnapshot)}</b> ${scheduledAt}, ${seatsLeft} seats left
    <input type="hidden" name="classId" value="${escaped(id)}"> <input name="name" placeholder="Name">
    <input name="email" placeholder="Email"> <input name="phone" placeholder="Phone"> <button>Book</button></form>`;

export default {
  async fetch(request, info) {
    const clientIp = info.remoteAddr.transport === "tcp" ? info.remoteAddr.hostname : undefined;
    try {
      if (request.method === "POST") {
        const { classId, ...body } = Object.fromEntries(await request.formData()) as Record<string, string>;
        const { name, email, phone } = body;
        const { checkoutUrl } = await alera.post("/api/classes/{id}/book", {
          path: { id: classId },
          body: { name, email, phone },
          clientIp,
        });
        return checkoutUrl ? Response.redirect(checkoutUrl, 303) : page("You're booked. Check your email.");
      }
      const query = { handle: HANDLE, from: day(0), to: day(14) };
      return page((await alera.get("/api/classes", { query, clientIp })).classes.map(line).join(""));
    } catch (error) {
      if (!(error instanceof AleraError)) throw error;
      return page(escaped(error.message), error.status || 502);
    }
  },
} satisfies Deno.ServeDefaultExport;
