/** How pages without a session are reached: not too often, forms from our own pages only, and a refusal is a page too. */
import { countAddress } from "../../http/admit.ts";
import { HttpError } from "../../http/errors.ts";
import type { App, Call } from "../../http/router.ts";
import type { HttpServices } from "../../http/services.ts";
import type { Context } from "../../workflows/context.ts";
import { isSameOrigin } from "../ui/csrf.ts";
import { signedOutMessage } from "../ui/signed_out_page.tsx";

type Page = (c: Call, ctx: Context) => Promise<Response>;

/** Declares pages that need no session. */
export function signedOutRoutes(app: App, services: HttpServices) {
  const declare = (method: "GET" | "POST") => (path: string, requestsPerMinute: number, page: Page) =>
    app.on(method, path, async (c) => {
      c.env.seen.route = `${method} ${path}`;
      try {
        const asked = { headers: c.req.raw.headers, peer: () => c.env.peer };
        countAddress(services, { route: `${method} ${path}`, limit: requestsPerMinute }, asked);
        if (method === "POST" && !isSameOrigin(services, c)) {
          throw new HttpError("forbidden", "Open the sign-in page and send the form from there.");
        }
        return await page(c, services.ctx);
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        const link = { href: "/console/signin", label: "To the sign-in page" };
        return signedOutMessage("That did not work", error.message, link, error.status, error.headers);
      }
    });
  return { get: declare("GET"), post: declare("POST") };
}
