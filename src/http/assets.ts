/** Style sheets and scripts, kept beside the pages that use them. */
import { conditional, etagOf } from "./conditional.ts";
import type { App } from "./router.ts";

/** Serves files as one under a path that ends in `.css` or `.js`; they are read once and have an ETag. */
export function serveAsset(app: App, path: string, ...files: URL[]): void {
  const contentType = path.endsWith(".css") ? "text/css" : "text/javascript";
  let text: string | null = null;
  app.get(path, async (c) => {
    c.env.seen.route = `GET ${path}`;
    text ??= (await Promise.all(files.map((file) => Deno.readTextFile(file)))).join("\n");
    return conditional(text, etagOf(text), c.req.header("if-none-match") ?? null, {
      "content-type": `${contentType}; charset=utf-8`,
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
    });
  });
}
