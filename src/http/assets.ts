/** Style sheets and scripts, kept beside the pages that use them. */
import { conditional, etagOf } from "./conditional.ts";
import type { App } from "./router.ts";

/** Serves a file under a path that ends in `.css` or `.js`; it is read once and has an ETag. */
export function serveAsset(app: App, path: string, file: URL): void {
  const contentType = path.endsWith(".css") ? "text/css" : "text/javascript";
  let text: string | null = null;
  app.get(path, async (c) => {
    c.env.seen.route = `GET ${path}`;
    text ??= await Deno.readTextFile(file);
    return conditional(text, etagOf(text), c.req.header("if-none-match") ?? null, {
      "content-type": `${contentType}; charset=utf-8`,
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
    });
  });
}
