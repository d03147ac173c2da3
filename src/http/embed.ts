/** `/embed.js`: the elements that any page may load. One module, built beforehand from `src/embed`. */
import { conditional, etagOf } from "./conditional.ts";
import type { App } from "./router.ts";

const MODULE = new URL("../embed/embed.min.js", import.meta.url);

/** An hour is how long pages take to follow an upgrade; a day more shows the old one while the new is fetched. */
const CACHE = "public, max-age=3600, stale-while-revalidate=86400";

export function embedModule(app: App): void {
  let module: { text: string; etag: string } | null = null;
  app.get("/embed.js", async (c) => {
    c.env.seen.route = "GET /embed.js";
    if (module === null) {
      const text = await Deno.readTextFile(MODULE);
      module = { text, etag: etagOf(text) };
    }
    return conditional(module.text, module.etag, c.req.header("if-none-match") ?? null, {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": CACHE,
      "access-control-allow-origin": "*",
      // For pages that isolate themselves.
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    });
  });
}
