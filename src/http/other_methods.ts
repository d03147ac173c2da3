/** 405 for a path that exists, but not with this method; preflights of open routes. */
import type { Context } from "../workflows/context.ts";
import { allowAnyOrigin, isKeyPath, isOpenPath, keyedPreflight, preflight } from "./cors.ts";
import { refusal } from "./errors.ts";
import type { App } from "./router.ts";

/** Callers may invent methods: the log and the metrics name only those that exist. */
const KNOWN_METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Answers the methods that no route has. Call it after every route is declared.
 * @param page what a person sees who opens an address of the console that only takes forms
 */
export function refuseOtherMethods(app: App, ctx: Context, page: (allow: string) => Response): void {
  for (const [path, methods] of methodsByPath(app)) {
    const open = isOpenPath(path);
    const keyed = isKeyPath(path);
    app.all(path, async (c) => {
      const method = c.env.head ? "HEAD" : c.req.method;
      c.env.seen.route = `${KNOWN_METHODS.has(method) ? method : "OTHER"} ${path}`;
      if (open && method === "OPTIONS") return preflight(methods);
      const allowed = keyed && method === "OPTIONS" && await keyedPreflight(ctx, methods, c.req.header("origin"));
      if (allowed) return allowed;
      const allow = [...methods, ...(open ? ["OPTIONS"] : [])].join(", ");
      const byPerson = method === "GET" && c.req.header("accept")?.includes("text/html");
      if (byPerson && path.startsWith("/console/")) return page(allow);
      const message = `${method} is not possible here. Use one of: ${allow}.`;
      const response = refusal("method_not_allowed", message, {}, { allow });
      if (open) allowAnyOrigin(response.headers);
      if (keyed) response.headers.set("vary", "Origin");
      return response;
    });
  }
}

function methodsByPath(app: App): Map<string, string[]> {
  const byPath = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === "ALL") continue;
    const methods = byPath.get(path) ?? new Set<string>();
    methods.add(method);
    if (method === "GET") methods.add("HEAD");
    byPath.set(path, methods);
  }
  return new Map([...byPath].map(([path, methods]) => [path, [...methods]]));
}
