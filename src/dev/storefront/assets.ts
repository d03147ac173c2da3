/** The style sheet and the script. */
import type { Context, Hono } from "hono";
import { etag } from "hono/etag";

export function assetRoutes(app: Hono): void {
  app.get("/storefront.css", etag(), (c) => asset(c, new URL("./storefront.css", import.meta.url), "text/css"));
  app.get("/storefront.js", etag(), (c) => asset(c, new URL("./storefront.js", import.meta.url), "text/javascript"));
}

async function asset(c: Context, file: URL, type: string): Promise<Response> {
  const text = await Deno.readTextFile(file);
  return c.body(text, 200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache" });
}
