/** The style sheets and scripts that lie beside the pages that use them. */
import type { App } from "./endpoint.ts";
import { conditional, etagOf } from "./read_cache.ts";

/** Serves a file under a path, read once, with an ETag. Its type is told by its name: `.css` or `.js`. */
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
