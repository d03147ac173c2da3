/** Style sheets and scripts, kept beside the pages that use them. */
import { conditional, etagOf } from "./conditional.ts";
import type { App } from "./router.ts";

/** Serves files as one under a path that ends in `.css` or `.js`; they are read once and have an ETag. */
export function serveAsset(app: App, path: string, ...files: URL[]): void {
  serveFiles(app, path, files, { "cache-control": "no-cache" });
}

/**
 * Serves a module that pages of others load. An hour is how long they take to follow an upgrade; for a day more they show the old one
 * while the new one is fetched.
 */
export function serveModule(app: App, path: string, file: URL): void {
  serveFiles(app, path, [file], {
    "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
    "access-control-allow-origin": "*",
    // For pages that isolate themselves.
    "cross-origin-resource-policy": "cross-origin",
  });
}

function serveFiles(app: App, path: string, files: URL[], headers: Record<string, string>): void {
  const contentType = path.endsWith(".css") ? "text/css" : "text/javascript";
  let text: string | null = null;
  app.get(path, async (c) => {
    c.env.seen.route = `GET ${path}`;
    text ??= (await Promise.all(files.map((file) => Deno.readTextFile(file)))).join("\n");
    return conditional(text, etagOf(text), c.req.header("if-none-match") ?? null, {
      "content-type": `${contentType}; charset=utf-8`,
      "x-content-type-options": "nosniff",
      ...headers,
    });
  });
}
